// A file to write lines to: plain, gzip or zstd by its ending, or `-` for standard output.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace baton::host {

class Output {
 public:
  virtual ~Output() = default;
  // Errors are kept and told by close(): a full disk is one sentence at the end, not one per line.
  virtual void write(std::string_view bytes) = 0;
  // Writes what is buffered. The error is a sentence about the file.
  virtual std::expected<void, std::string> close() = 0;
  // true once writing has failed: there is no use in going on.
  virtual bool failed() const = 0;
  // true if it has failed since whoever read it has gone, as `| head` does: no mistake, and nothing to say.
  virtual bool reader_gone() const { return false; }
};

std::expected<std::unique_ptr<Output>, std::string> open_output(const std::string& path);
// Appends to a text that outlives it.
std::unique_ptr<Output> output_to(std::string& text);

}  // namespace baton::host

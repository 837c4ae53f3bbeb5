// CSV files row by row, with the line on which each row begins.
//
// libcsv does the parsing (quotes, doubled quotes, line ends within quotes); it is fed a line at a time, since it does
// not know lines itself.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "engine/host/input.hpp"

namespace baton::host {

struct CsvRow {
  std::uint64_t line = 0;          // from 1, where the row begins
  std::vector<std::string> cells;  // without their quotes
  std::string text;                // as it stands in the file, without the last line end
  bool complete = true;            // false: too long, or a quoted text is not closed at the end of the file
};

class CsvReader {
 public:
  // `name` is the file's, for errors.
  CsvReader(std::unique_ptr<ByteSource> source, char delimiter, std::string name = "the input");
  ~CsvReader();
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  // The next row that is not blank; false at the end.
  std::expected<bool, std::string> next(CsvRow& row);

 private:
  struct Parser;
  LineReader lines_;
  std::unique_ptr<Parser> parser_;
  bool at_end_ = false;
};

}  // namespace baton::host

#include "engine/host/csv.hpp"

#include <csv.h>

namespace baton::host {

struct CsvReader::Parser {
  csv_parser state{};
  CsvRow row;
  bool row_ended = false;

  explicit Parser(char delimiter) {
    csv_init(&state, CSV_APPEND_NULL);
    csv_set_delim(&state, static_cast<unsigned char>(delimiter));
    // A tab is a space to libcsv, and would be trimmed away as a delimiter.
    if (delimiter == '\t') csv_set_space_func(&state, [](unsigned char c) { return c == ' ' ? 1 : 0; });
  }
  ~Parser() { csv_free(&state); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  static void on_cell(void* cell, std::size_t size, void* self) {
    static_cast<Parser*>(self)->row.cells.emplace_back(static_cast<const char*>(cell), size);
  }
  static void on_row(int, void* self) { static_cast<Parser*>(self)->row_ended = true; }

  void feed(std::string_view text) { csv_parse(&state, text.data(), text.size(), on_cell, on_row, this); }
  // Whether what has been fed so far ends within quotes.
  bool within_quotes() {
    // libcsv tells by what it would still accept: a quoted cell that has begun holds its buffer open.
    constexpr int field_begun = 2;
    return state.pstate == field_begun && state.quoted != 0;
  }
};

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, char delimiter, std::string name)
    : lines_(std::move(source), std::move(name)), parser_(std::make_unique<Parser>(delimiter)) {}
CsvReader::~CsvReader() = default;

std::expected<bool, std::string> CsvReader::next(CsvRow& row) {
  parser_->row = {};
  parser_->row_ended = false;
  while (!at_end_) {
    Line line;
    const auto more = lines_.next(line);
    if (!more) return std::unexpected(more.error());
    CsvRow& current = parser_->row;
    if (!*more) {
      at_end_ = true;
      if (current.line == 0) return false;
      current.complete = false;  // else it would have ended with its line: its quotes are still open
      csv_fini(&parser_->state, Parser::on_cell, Parser::on_row, parser_.get());
      row = std::move(current);
      return true;
    }
    if (line.number == 1 && line.text.starts_with("\xEF\xBB\xBF")) line.text.remove_prefix(3);
    if (line.text.ends_with('\r')) line.text.remove_suffix(1);
    if (current.line == 0) current.line = line.number;
    if (current.text.size() > max_line_bytes) {
      current.complete = false;  // an unclosed quote must not gather the whole file
    } else {
      current.text += current.text.empty() ? "" : "\n";
      current.text += line.text;
      parser_->feed(line.text);
      parser_->feed("\n");
    }
    current.complete = current.complete && !line.too_long;
    if (parser_->row_ended) {
      row = std::move(current);
      return true;
    }
    if (!parser_->within_quotes()) current = {};  // a blank line
  }
  return false;
}

}  // namespace baton::host

// The shapes of tokens: each scanner gives the length of its token at the beginning of a text, 0 if it is not there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baton::dsl {

bool is_digit(char c);
bool is_name_start(char c);
bool is_name_character(char c);
bool is_reserved(std::string_view word);
// A word with which an item or a clause begins; no role may be called so.
bool is_clause_word(std::string_view word);
// `day`, `days`, ... to the singular; empty if it is no unit.
std::string_view singular_unit(std::string_view word);

std::size_t scan_name(std::string_view text, bool dotted);
std::size_t scan_any_name(std::string_view text);   // dotted
std::size_t scan_free_name(std::string_view text);  // dotted, no reserved word
std::size_t scan_field_key(std::string_view text);  // a name, then `:`
std::size_t scan_text(std::string_view text);       // with its quotes, on one line
std::size_t scan_number(std::string_view text);     // with its suffix, not followed by what would make it a word
std::size_t scan_date(std::string_view text);       // 2026-01-15
std::size_t scan_date_time(std::string_view text);  // 2026-01-15T09:00[:00][Z|+01:00]
std::size_t scan_unit(std::string_view text);

// The names that stand in a text, whatever is between them.
std::vector<std::string> names_in(std::string_view text, bool dotted);

// Blanks and comments.
std::size_t scan_blanks(std::string_view text);

}  // namespace baton::dsl

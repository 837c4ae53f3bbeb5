// A digraph in Graphviz's language, written line by line. Labels are Graphviz's HTML-like ones, made of escaped lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace baton::host {

// Lines of a label, one below the other. Long ones are broken at spaces.
class Label {
 public:
  Label& bold(std::string_view text, int size = 13);
  Label& plain(std::string_view text, int size = 11);
  Label& soft(std::string_view text, int size = 10);
  // A line on a coloured ground.
  Label& banner(std::string_view text, std::string_view fill, std::string_view ink, int size = 12);
  // Draws a frame of its own, for nodes of the shape `plain`: a banner then reaches from side to side.
  Label& framed(std::string_view edge);
  bool empty() const { return rows_.empty(); }
  std::string html() const;

 private:
  void add(std::string_view text, int size, std::string_view colour, bool bold, std::string_view fill);
  std::string rows_, frame_;
};

class Dot {
 public:
  // `direction`: LR or TB.
  Dot(std::string_view name, std::string_view direction);

  // `attributes`: more of Graphviz's, such as `fillcolor="#ffffff"`.
  void node(const std::string& id, const Label& label, std::string_view attributes = {});
  void edge(const std::string& from, const std::string& to, const Label& label = Label(),
            std::string_view attributes = {});
  // A line of the language as it is.
  void line(std::string_view text);
  std::string finish() const;

 private:
  std::string text_;
};

}  // namespace baton::host

// RUN: %check_marks %s -- %flags -I%S/Inputs
// Log indexer: iterators, views and structured bindings that read behind the loop.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <ranges>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "task.h"

namespace idx {

// Every increment reads one line.
class LineReader {
 public:
  explicit LineReader(FILE* f) : f_(f) {}
  class iterator {
   public:
    explicit iterator(FILE* f = nullptr) : f_(f) {}
    const std::string& operator*() const { return line_; }
    iterator& operator++() {
      char b[512];
      if (!std::fgets(b, sizeof b, f_)) f_ = nullptr;
      else line_ = b;
      return *this;
    }
    bool operator!=(const iterator& o) const { return f_ != o.f_; }

   private:
    FILE* f_;
    std::string line_;
  };
  iterator begin() { return iterator(f_); }
  iterator end() { return iterator(); }

 private:
  FILE* f_;
};

// begin() does the reading at once.
class Snapshot {
 public:
  explicit Snapshot(int fd) : fd_(fd) {}
  std::vector<char>::iterator begin() {
    data_.resize(4096);
    ssize_t n = ::pread(fd_, data_.data(), data_.size(), 0);
    data_.resize(n > 0 ? std::size_t(n) : 0);
    return data_.begin();
  }
  std::vector<char>::iterator end() { return data_.end(); }

 private:
  int fd_;
  std::vector<char> data_;
};

// Dereferencing reads, moving does not.
struct BlockCursor {
  int fd;
  int n;
  int operator*() const {
    int v = 0;
    ::pread(fd, &v, sizeof v, n * long(sizeof v));
    return v;
  }
  BlockCursor& operator++() {
    ++n;
    return *this;
  }
  bool operator!=(const BlockCursor& o) const { return n != o.n; }
};
struct Blocks {
  int fd, count;
  BlockCursor begin() const { return {fd, 0}; }
  BlockCursor end() const { return {fd, count}; }
};

// A container of ours that only looks like a file.
struct Lines {
  std::vector<std::string> v;
  auto begin() const { return v.begin(); }
  auto end() const { return v.end(); }
  std::string read() const { return v.empty() ? "" : v.front(); }
};

std::vector<std::string> read_lines(const char* path) {
  std::vector<std::string> out;
  std::ifstream in(path);
  for (std::string l; std::getline(in, l);) out.push_back(l);
  return out;
}

int weight(int fd) {
  int v = 0;
  ::read(fd, &v, sizeof v);
  return v;
}

// Tuple-like type: get<1>() loads the body.
struct Document {
  std::string title;
  int fd;
};
template <std::size_t I>
auto get(const Document& d) {
  if constexpr (I == 0)
    return d.title;
  else
    return weight(d.fd);
}

}  // namespace idx

template <>
struct std::tuple_size<idx::Document> : std::integral_constant<std::size_t, 2> {};
template <>
struct std::tuple_element<0, idx::Document> {
  using type = std::string;
};
template <>
struct std::tuple_element<1, idx::Document> {
  using type = int;
};

namespace idx {

rt::task<std::size_t> count_lines(FILE* f) {
  std::size_t n = 0;
  LineReader r(f);
  for (const auto& l : r) n += l.size(); // BAD: file
  for (auto it = r.begin(); it != r.end(); ++it) n += (*it).size(); // BAD: file
  for (auto& l : read_lines("/var/log/messages")) n += l.size(); // BAD: file
  Lines lines{{"a", "b"}};
  for (const auto& l : lines) n += l.size();                        // OK: iterates memory
  n += lines.read().size();                                         // OK: returns a string in memory
  for (auto v = read_lines("x"); auto& l : v) n += l.size(); // BAD: file
  co_return n;
}

rt::task<int> sums(int fd) {
  int s = 0;
  Snapshot snap(fd);
  for (char c : snap) s += c; // BAD: file
  for (int v : Blocks{fd, 8}) s += v; // BAD: file
  BlockCursor c{fd, 0};
  ++c;                                                              // OK: moves a number
  s += *c; // BAD: file
  std::vector<int> fds{3, 4, 5};
  for (int v : fds | std::views::transform(weight)) s += v; // MISSED: file: see docs/limitations.md
  for (int v : fds | std::views::filter([](int x) { return x > 3; })) s += v;  // OK: computes only
  auto lazy = fds | std::views::transform(weight);                  // OK: nothing is evaluated yet
  co_return s + int(lazy.size());                                   // OK: size needs no element
}

rt::task<int> bindings(Document d) {
  auto [title, body] = d; // BAD: file
  auto pair = std::tuple{1, 2};
  auto [a, b] = pair;                                               // OK: a std::tuple
  int w = get<1>(d); // BAD: file
  auto t = get<0>(d);                                               // OK: returns the title
  co_return a + b + w + body + int(t.size() + title.size());
}

rt::task<std::size_t> streams(const char* path) {
  std::ifstream in(path); // BAD: file
  std::size_t n = 0;
  for (std::istream_iterator<std::string> it(in), e; it != e; ++it) n += it->size(); // BAD: file
  std::istringstream mem("a b c");
  for (std::istream_iterator<std::string> it(mem), e; it != e; ++it) n += it->size();  // OK: iterates a string
  co_return n;
}

std::size_t offline_index(FILE* f, int fd) {
  std::size_t n = 0;
  for (const auto& l : LineReader(f)) n += l.size();                // OK: plain function, called by no coroutine
  for (int v : Blocks{fd, 8}) n += std::size_t(v);                  // OK: plain function, called by no coroutine
  return n;
}

}  // namespace idx

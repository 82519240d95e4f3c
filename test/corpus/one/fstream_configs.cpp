// RUN: %check_marks %s -- %flags -I%S/Inputs
// Reads and writes the daemon's configuration with iostreams.
#include <charconv>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "task.h"

namespace conf {

using table = std::map<std::string, std::string>;

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

table parse(std::istream& in) {
  table t;
  std::string line;
  while (std::getline(in, line)) {
    auto eq = line.find('=');
    if (eq != std::string::npos) t[line.substr(0, eq)] = line.substr(eq + 1);
  }
  return t;
}

void save(const table& t, const std::string& path) {
  std::ofstream out(path);
  for (auto& [k, v] : t) out << k << '=' << v << '\n';
}

rt::task<table> load(std::string path) {
  std::ifstream in(path); // BAD: file
  table t;
  std::string line;
  while (std::getline(in, line)) { // BAD: file
    std::istringstream fields(line);
    std::string k, v;
    std::getline(fields, k, '=');                        // OK: istringstream
    std::getline(fields, v);                             // OK: istringstream
    fields >> std::ws;                                   // OK: istringstream
    t[k] = v;
  }
  if (in.eof()) in.clear();                              // OK: stream state only
  co_return t;
}

rt::task<int> load_binary(std::string path) {
  std::fstream f;
  f.open(path, std::ios::in | std::ios::binary); // BAD: file
  char magic[4];
  f.read(magic, sizeof magic); // BAD: file
  int version = f.get(); // BAD: file
  std::uint32_t count = 0;
  f >> count; // BAD: file
  f.ignore(16); // BAD: file
  char rest[64];
  f.getline(rest, sizeof rest); // BAD: file
  f.peek(); // BAD: file
  f.gcount();                                            // OK: a counter
  f.is_open();                                           // OK: a query
  co_return version + int(count);
}

rt::task<> store(table t, std::string path) {
  std::ofstream out{path, std::ios::trunc}; // BAD: file
  out << "# written by confd\n"; // BAD: file
  for (auto& [k, v] : t) out << k << '=' << v << std::endl; // BAD: file
  out.write("EOF\n", 4); // BAD: file
  out.put('\n'); // BAD: file
  out.flush(); // BAD: file
  out.setf(std::ios::hex);                               // OK: a format flag
  out.good();                                            // OK: stream state only
  save(t, path + ".bak"); // BAD: file
  co_return;
}

rt::task<std::string> whole(std::string path) {
  std::string text = read_file(path); // BAD: file
  std::stringstream ss;
  ss << text << 42;                                      // OK: stringstream
  int n = 0;
  ss >> n;                                               // OK: stringstream
  ss.seekg(0);                                           // OK: stringstream
  ss.read(text.data(), 1);                               // OK: stringstream
  ss.get();                                              // OK: stringstream
  ss.flush();                                            // OK: stringstream
  std::ostringstream copy;
  copy << ss.rdbuf();                                    // OK: string to string
  std::ifstream again(path); // BAD: file
  copy << again.rdbuf(); // BAD: file
  co_return copy.str();                                  // OK: copies a string
}

rt::task<table> embedded() {
  std::istringstream in("port=80\nroot=/srv\n");
  std::istream_iterator<std::string> it(in), end;        // OK: iterates a string
  std::vector<std::string> words(it, end);               // OK: iterates a string
  int port = 0;
  const std::string text = "80";
  std::from_chars(text.data(), text.data() + 2, port);   // OK: parses a buffer
  table t{{"port", std::to_string(port)}};
  t.emplace("n", std::to_string(words.size()));
  co_return t;
}

rt::task<std::size_t> raw_buffer(std::string path) {
  std::filebuf fb;
  fb.open(path, std::ios::in); // BAD: file
  char buf[1024];
  std::streamsize n = fb.sgetn(buf, sizeof buf); // BAD: file
  std::stringbuf sb("abc");
  n += sb.sgetn(buf, 3);                                 // OK: string buffer
  co_return std::size_t(n);
}

}  // namespace conf

int main(int argc, char** argv) {
  std::ifstream in(argc > 1 ? argv[1] : "confd.conf");   // OK: main is not a coroutine
  auto t = conf::parse(in);                              // OK: main is not a coroutine
  rt::event_loop loop;
  rt::spawn([](conf::table tab) -> rt::task<> { co_await conf::store(tab, "x"); }(t));
  loop.run();                                            // OK: main is not a coroutine
}

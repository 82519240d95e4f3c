// RUN: %check_marks %s -- %flags -I%S/Inputs
// Small HTTP/1.1 file server with access log and CGI, written by three people in three years.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>

#include "task.h"

namespace http {

namespace fs = std::filesystem;

struct Request {
  std::string method, target;
  std::map<std::string, std::string> headers;
  std::string get(const std::string& h) const {
    auto it = headers.find(h);
    return it == headers.end() ? "" : it->second;
  }
};

struct Response {
  int status = 200;
  std::string body;
};

Request parse(const std::string& text) {
  std::istringstream in(text);
  Request r;
  in >> r.method >> r.target;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    auto c = line.find(':');
    if (c != std::string::npos) r.headers[line.substr(0, c)] = line.substr(c + 1);
  }
  return r;
}

class AccessLog {
 public:
  explicit AccessLog(const char* path) : f_(::fopen(path, "a")) {}
  void write(const Request& r, const Response& s) {
    ::fprintf(f_, "%s %s %d\n", r.method.c_str(), r.target.c_str(), s.status);
    ::fflush(f_);
  }
  void remember(const Request& r) { last_ = r.target; }

 private:
  FILE* f_;
  std::string last_;
};

class FileCache {
 public:
  // Memory first, disk second.
  const std::string& lookup(const std::string& path) {
    auto it = m_.find(path);
    if (it != m_.end()) return it->second;
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return m_[path] = out.str();
  }
  const std::string* peek(const std::string& path) const {
    auto it = m_.find(path);
    return it == m_.end() ? nullptr : &it->second;
  }

 private:
  std::map<std::string, std::string> m_;
};

static Response run_cgi(const std::string& script) {
  Response r;
  FILE* p = ::popen(script.c_str(), "r");
  std::array<char, 1024> b;
  while (p && ::fgets(b.data(), int(b.size()), p)) r.body += b.data();
  if (p) r.status = ::pclose(p) == 0 ? 200 : 502;
  return r;
}

static std::string peer_name(int fd) {
  sockaddr_storage a{};
  socklen_t n = sizeof a;
  ::getpeername(fd, reinterpret_cast<sockaddr*>(&a), &n);
  char host[256] = "";
  ::getnameinfo(reinterpret_cast<sockaddr*>(&a), n, host, sizeof host, nullptr, 0, 0);
  return host;
}

static std::string render(const Response& r) {
  std::ostringstream out;
  out << "HTTP/1.1 " << r.status << "\r\nContent-Length: " << r.body.size() << "\r\n\r\n" << r.body;
  return out.str();
}

class Server {
 public:
  Server(rt::thread_pool& pool, const char* log) : pool_(pool), log_(log) {}

  rt::task<> serve(rt::tcp_stream s) {
    char buf[8192];
    std::string peer = peer_name(s.fd()); // BAD: dns
    for (;;) {
      std::size_t n = co_await s.read(buf, sizeof buf);         // OK: awaited stream
      if (n == 0) break;
      Request req = parse(std::string(buf, n));                 // OK: parses memory
      if (req.get("Connection") == "close") break;              // OK: a map lookup
      Response res = co_await route(req);                       // OK: reported in route itself
      log_.write(req, res); // BAD: file
      log_.remember(req);                                       // OK: stores a string
      co_await s.write_all(render(res));                        // OK: awaited stream
    }
    s.close();
  }

  rt::task<Response> route(const Request& req) {
    if (req.target.starts_with("/cgi/")) co_return run_cgi(req.target); // BAD: file process
    if (req.target.starts_with("/cgi2/")) {
      co_return co_await pool_.run([t = req.target] { return run_cgi(t); });  // OK: a worker runs it
    }
    if (auto* hit = cache_.peek(req.target)) co_return Response{200, *hit};  // OK: a map lookup
    if (req.method == "GET") co_return Response{200, cache_.lookup(req.target)}; // BAD: file
    if (req.method == "PUT") co_return co_await upload(req);    // OK: reported in upload itself
    if (req.target == "/slow") std::this_thread::sleep_for(std::chrono::seconds(3)); // BAD: sleep
    if (req.target == "/slow2") co_await rt::async_sleep(std::chrono::seconds(3));  // OK: asynchronous timer
    co_return Response{404, ""};
  }

  rt::task<Response> upload(const Request& req) {
    std::ofstream out("/srv" + req.target, std::ios::binary); // BAD: file
    out << req.get("X-Body"); // BAD: file
    out.flush(); // BAD: file
    int len = 0;
    auto h = req.get("Content-Length");                         // OK: a map lookup
    std::from_chars(h.data(), h.data() + h.size(), len);        // OK: parses memory
    co_return Response{out ? 201 : 500, std::to_string(len)};
  }

  rt::task<> send_raw(int sock, const char* path) {
    int fd = ::open(path, O_RDONLY); // BAD: file
    off_t off = 0;
    while (::sendfile(sock, fd, &off, 65536) > 0) { // BAD: socket
    }
    ::close(fd);
    co_return;
  }

  rt::task<> accept_loop(rt::tcp_listener l) {
    for (;;) {
      auto s = co_await l.accept();                             // OK: awaited listener
      rt::spawn(serve(std::move(s)));                           // OK: starts a coroutine
    }
  }

 private:
  rt::thread_pool& pool_;
  AccessLog log_;
  FileCache cache_;
};

}  // namespace http

int main(int, char** argv) {
  rt::thread_pool pool(4);
  http::Server srv(pool, "access.log");                         // OK: main is not a coroutine
  rt::spawn(srv.accept_loop(rt::tcp_listener::bind(8080)));
  http::peer_name(0);                                           // OK: main is not a coroutine
  http::run_cgi(argv[0]);                                       // OK: main is not a coroutine
  rt::event_loop::current().run();                              // OK: main is not a coroutine
}

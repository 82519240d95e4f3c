#pragma once
/// http::request, http::response, http::headers: what travels.
///
/// (Classes with constructors rather than aggregates: g++ 12 destroys an
/// aggregate twice if it is made inside a co_await expression.)
///
///     nostall::http::response r(200, "hello");
///     r.fields.set("Content-Type", "text/plain");
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nostall::http {

/// Header fields, in order; names compare without regard to case.
class headers {
public:
  /// The first value of that name, or empty.
  std::string_view get(std::string_view name) const noexcept;
  bool has(std::string_view name) const noexcept;
  void add(std::string name, std::string value);
  /// Replaces all of that name.
  void set(std::string name, std::string value);
  auto begin() const noexcept { return all_.begin(); }
  auto end() const noexcept { return all_.end(); }
  std::size_t size() const noexcept { return all_.size(); }

private:
  std::vector<std::pair<std::string, std::string>> all_;
};

struct request {
  request() = default;
  explicit request(std::string method, std::string target = "/",
                   headers fields = {}, std::string body = {})
      : method(std::move(method)), target(std::move(target)),
        fields(std::move(fields)), body(std::move(body)) {}

  std::string method = "GET";
  std::string target = "/"; // path and query, as sent
  headers fields;
  std::string body;
  std::string_view path() const noexcept;
  std::string_view query() const noexcept; // without the '?'
};

struct response {
  response() = default;
  explicit response(std::string body) : body(std::move(body)) {}
  explicit response(int status, std::string body = {}, headers fields = {})
      : status(status), fields(std::move(fields)), body(std::move(body)) {}

  int status = 200;
  headers fields;
  std::string body;
};

/// A message that does not follow the protocol, or is too large.
class protocol_error : public std::runtime_error {
public:
  protocol_error(int status, const std::string &what)
      : std::runtime_error("http: " + what), status_(status) {}
  /// What a server answers to it: 400, 413, ….
  int status() const noexcept { return status_; }

private:
  int status_;
};

/// "OK" for 200, ….
const char *reason(int status) noexcept;

} // namespace nostall::http

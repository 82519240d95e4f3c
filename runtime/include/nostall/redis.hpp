#pragma once
/// redis::client: Redis through hiredis' asynchronous mode.
///
/// Commands of several tasks are pipelined on one connection and answered in
/// order. A cancelled command is sent all the same; its answer is dropped.
/// Errors: resolve_error; redis::error for what the server refuses and for a
/// connection that fails. Loop thread only. Not for SUBSCRIBE and MONITOR.
///
///     auto r = co_await nostall::redis::client::connect("127.0.0.1", 6379);
///     co_await r.command("SET", "key", "value");
///     std::string v = (co_await r.command("GET", "key")).text();
#include "loop.hpp"
#include <string>
#include <string_view>
#include <vector>

namespace nostall::redis {

class error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// What the server answered: nothing, a number, a text, or a list of replies.
class reply {
public:
  reply() = default;
  explicit reply(std::int64_t n) : is_(n) {}
  explicit reply(std::string s) : is_(std::move(s)) {}
  explicit reply(std::vector<reply> l) : is_(std::move(l)) {}
  bool is_nil() const noexcept { return is_.index() == 0; }
  /// These throw std::bad_variant_access for another kind.
  std::int64_t number() const { return std::get<std::int64_t>(is_); }
  const std::string &text() const { return std::get<std::string>(is_); }
  const std::vector<reply> &list() const {
    return std::get<std::vector<reply>>(is_);
  }

private:
  std::variant<std::monostate, std::int64_t, std::string, std::vector<reply>>
      is_;
};

class client {
public:
  static task<client> connect(std::string numeric_host, std::uint16_t port);
  client(client &&) noexcept;
  client &operator=(client &&) noexcept;
  ~client();

  template <class... S> task<reply> command(S &&...words) {
    std::vector<std::string> all;
    all.reserve(sizeof...(S));
    (all.emplace_back(std::forward<S>(words)), ...);
    return send(std::move(all));
  }
  task<reply> send(std::vector<std::string> words);
  bool is_open() const noexcept;

private:
  struct link;
  explicit client(std::unique_ptr<link> l) noexcept;
  std::unique_ptr<link> link_;
};

} // namespace nostall::redis

#pragma once

#include <boost/asio.hpp>
#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>

namespace orders {

namespace asio = boost::asio;

struct pq_deleter {
  void operator()(PGconn *connection) const { PQfinish(connection); }
  void operator()(PGresult *rows) const { PQclear(rows); }
};
using result = std::unique_ptr<PGresult, pq_deleter>;

/// One connection to PostgreSQL. Members that return an `awaitable` give the
/// thread back to the loop while they wait.
class database {
public:
  explicit database(const std::string &url);
  static asio::awaitable<database> connect(std::string url);

  result exec(const std::string &sql);
  asio::awaitable<result> async_exec(std::string sql);

  std::string find(const std::string &id);
  asio::awaitable<std::string> async_find(std::string id);

  void insert(const std::string &item);
  asio::awaitable<void> async_insert(std::string item);

private:
  explicit database(PGconn *connection) : connection_(connection) {}
  std::string quote(const std::string &text) const;
  result checked(result rows) const;
  [[noreturn]] void fail() const;

  std::unique_ptr<PGconn, pq_deleter> connection_;
};

/// Rolls back unless told to keep.
class transaction {
public:
  explicit transaction(database &db) : db_(db) { db_.exec("BEGIN"); }
  transaction(const transaction &) = delete;
  transaction &operator=(const transaction &) = delete;
  ~transaction() { db_.exec(keep_ ? "COMMIT" : "ROLLBACK"); }

  void keep() { keep_ = true; }

private:
  database &db_;
  bool keep_ = false;
};

} // namespace orders

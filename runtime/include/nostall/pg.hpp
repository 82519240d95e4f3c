#pragma once
/// pg::connection: PostgreSQL through libpq's non-blocking mode.
///
/// Queries of several tasks on one connection take turns. A cancelled query
/// closes the connection, because its answer is still under way (the server may
/// work on it for a while; pg_cancel_backend stops it). A host name is
/// resolved in a thread; with `host=/path` the server's Unix socket is used.
/// Errors: pg::error with the SQLSTATE of the server, or an empty one for a
/// connection that failed; std::invalid_argument for a text with a zero byte.
/// Loop thread only.
///
///     auto db = co_await nostall::pg::connection::connect("dbname=shop");
///     auto rows = co_await db.query("select name from users where id = $1",
///     {"7"}); std::string_view name = rows.get(0, 0);
#include "mutex.hpp"
#include "task.hpp"
#include <string>
#include <string_view>
#include <vector>

extern "C" {
struct pg_conn;
struct pg_result;
}

namespace nostall::pg {

class error : public std::runtime_error {
public:
  error(const std::string &what, std::string sqlstate)
      : std::runtime_error(what), sqlstate_(std::move(sqlstate)) {}
  const std::string &sqlstate() const noexcept { return sqlstate_; }

private:
  std::string sqlstate_;
};

class result {
public:
  std::size_t rows() const noexcept;
  std::size_t columns() const noexcept;
  std::string_view column_name(std::size_t column) const noexcept;
  bool is_null(std::size_t row, std::size_t column) const noexcept;
  /// In text form; empty for null. Valid as long as the result.
  std::string_view get(std::size_t row, std::size_t column) const noexcept;
  /// Rows that an insert, update or delete touched.
  std::size_t affected() const noexcept;

private:
  friend class connection;
  struct clear {
    void operator()(pg_result *r) const noexcept;
  };
  std::unique_ptr<pg_result, clear> result_;
};

class connection {
public:
  /// As for PQconnectdb: "host=… port=… dbname=…" or a postgresql:// URL.
  static task<connection> connect(std::string conninfo);
  connection(connection &&) noexcept = default;
  connection &operator=(connection &&) noexcept = default;

  /// The last result of one or more statements, all in one transaction.
  task<result> query(std::string sql);
  /// One statement with $1, $2, …, in text form.
  task<result> query(std::string sql, std::vector<std::string> parameters);
  bool is_open() const noexcept { return conn_ != nullptr; }
  void close() noexcept { conn_.reset(); }

private:
  struct finish {
    void operator()(pg_conn *c) const noexcept;
  };
  explicit connection(pg_conn *c) : conn_(c) {}
  task<result> run(std::string sql, const std::vector<std::string> *parameters);
  task<result> collect();
  std::unique_ptr<pg_conn, finish> conn_;
  std::unique_ptr<mutex> turn_ = std::make_unique<mutex>();
};

} // namespace nostall::pg

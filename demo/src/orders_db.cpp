#include "orders_db.hpp"

#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace orders {
namespace {

using asio::posix::stream_descriptor;

/// The socket may change while libpq connects: take it anew each time.
asio::awaitable<void> ready(PGconn *connection,
                            stream_descriptor::wait_type what) {
  stream_descriptor socket(co_await asio::this_coro::executor,
                           ::dup(PQsocket(connection)));
  co_await socket.async_wait(what, asio::use_awaitable);
}

std::string first_field(const result &rows) {
  if (PQntuples(rows.get()) == 0)
    return "no such order";
  return PQgetvalue(rows.get(), 0, 0);
}

} // namespace

database::database(const std::string &url)
    : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    fail();
}

asio::awaitable<database> database::connect(std::string url) {
  database db(PQconnectStart(url.c_str()));
  PGconn *connection = db.connection_.get();
  auto state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (state == PGRES_POLLING_FAILED || PQsocket(connection) < 0)
      db.fail();
    co_await ready(connection, state == PGRES_POLLING_READING
                                   ? stream_descriptor::wait_read
                                   : stream_descriptor::wait_write);
    state = PQconnectPoll(connection);
  }
  PQsetnonblocking(connection, 1);
  co_return db;
}

result database::exec(const std::string &sql) {
  return result(PQexec(connection_.get(), sql.c_str()));
}

asio::awaitable<result> database::async_exec(std::string sql) {
  PGconn *connection = connection_.get();
  if (!PQsendQuery(connection, sql.c_str()))
    fail();
  while (PQflush(connection) == 1)
    co_await ready(connection, stream_descriptor::wait_write);

  result last;
  for (;;) {
    while (PQisBusy(connection)) {
      co_await ready(connection, stream_descriptor::wait_read);
      if (!PQconsumeInput(connection))
        fail();
    }
    result next(PQgetResult(connection));
    if (!next)
      co_return last;
    last = std::move(next);
  }
}

std::string database::find(const std::string &id) {
  return first_field(
      checked(exec("SELECT item FROM orders WHERE id = " + quote(id))));
}

asio::awaitable<std::string> database::async_find(std::string id) {
  co_return first_field(checked(
      co_await async_exec("SELECT item FROM orders WHERE id = " + quote(id))));
}

void database::insert(const std::string &item) {
  checked(exec("INSERT INTO orders (item) VALUES (" + quote(item) + ")"));
}

asio::awaitable<void> database::async_insert(std::string item) {
  checked(co_await async_exec("INSERT INTO orders (item) VALUES (" +
                              quote(item) + ")"));
}

std::string database::quote(const std::string &text) const {
  char *quoted = PQescapeLiteral(connection_.get(), text.data(), text.size());
  if (!quoted)
    fail();
  std::string out = quoted;
  PQfreemem(quoted);
  return out;
}

result database::checked(result rows) const {
  auto status = PQresultStatus(rows.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    fail();
  return rows;
}

void database::fail() const {
  throw std::runtime_error(PQerrorMessage(connection_.get()));
}

} // namespace orders

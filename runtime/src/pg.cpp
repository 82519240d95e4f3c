#include "nostall/pg.hpp"
#include "nostall/io.hpp"
#include "nostall/resolve.hpp"
#include <cstdlib>
#include <cstring>
#include <libpq-fe.h>

namespace nostall::pg {

void result::clear::operator()(pg_result *r) const noexcept { ::PQclear(r); }
void connection::finish::operator()(pg_conn *c) const noexcept {
  ::PQfinish(c);
}

std::size_t result::rows() const noexcept {
  return std::size_t(::PQntuples(result_.get()));
}
std::size_t result::columns() const noexcept {
  return std::size_t(::PQnfields(result_.get()));
}
std::string_view result::column_name(std::size_t column) const noexcept {
  const char *name = ::PQfname(result_.get(), int(column));
  return name ? name : "";
}
bool result::is_null(std::size_t row, std::size_t column) const noexcept {
  return ::PQgetisnull(result_.get(), int(row), int(column)) != 0;
}
std::string_view result::get(std::size_t row,
                             std::size_t column) const noexcept {
  const char *at = ::PQgetvalue(result_.get(), int(row), int(column));
  if (!at)
    return {};
  return {at, std::size_t(::PQgetlength(result_.get(), int(row), int(column)))};
}
std::size_t result::affected() const noexcept {
  return std::strtoul(::PQcmdTuples(result_.get()), nullptr, 10);
}

static std::string trimmed(const char *text) {
  std::string out = text ? text : "";
  while (!out.empty() && (out.back() == '\n' || out.back() == ' '))
    out.pop_back();
  return out;
}

// libpq resolves names by itself, and blocks: give it an address.
static task<std::string> with_address(std::string conninfo) {
  char *why = nullptr;
  std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption *)> options(
      ::PQconninfoParse(conninfo.c_str(), &why), ::PQconninfoFree);
  if (!options) {
    error bad(trimmed(why), "");
    ::PQfreemem(why);
    throw bad;
  }
  std::string out, host;
  bool has_address = false;
  for (auto *o = options.get(); o->keyword; ++o) {
    if (!o->val)
      continue;
    if (!std::strcmp(o->keyword, "hostaddr"))
      has_address = true;
    if (!std::strcmp(o->keyword, "host"))
      host = o->val;
    out += std::string(o->keyword) + "='";
    for (const char *p = o->val; *p; ++p) {
      if (*p == '\'' || *p == '\\')
        out += '\\';
      out += *p;
    }
    out += "' ";
  }
  if (!has_address && !host.empty() && host[0] != '/' && host[0] != '@' &&
      host.find(',') == host.npos) {
    auto found = co_await resolve(host, "0");
    out += "hostaddr='" + found.at(0).address() + "'";
  }
  co_return out;
}

task<connection> connection::connect(std::string conninfo) {
  std::string target = co_await with_address(std::move(conninfo));
  connection c(::PQconnectStart(target.c_str()));
  if (!c.conn_)
    throw std::bad_alloc();
  auto wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK) {
    if (wanted == PGRES_POLLING_FAILED ||
        ::PQstatus(c.conn_.get()) == CONNECTION_BAD)
      throw error(trimmed(::PQerrorMessage(c.conn_.get())), "");
    if (wanted == PGRES_POLLING_READING)
      co_await readable(::PQsocket(c.conn_.get()));
    else
      co_await writable(::PQsocket(c.conn_.get()));
    wanted = ::PQconnectPoll(c.conn_.get());
  }
  if (::PQsetnonblocking(c.conn_.get(), 1) != 0)
    throw error(trimmed(::PQerrorMessage(c.conn_.get())), "");
  co_return c;
}

task<result> connection::query(std::string sql) {
  return run(std::move(sql), nullptr);
}

task<result> connection::query(std::string sql,
                               std::vector<std::string> parameters) {
  co_return co_await run(std::move(sql), &parameters);
}

// libpq would send what is before it, and say nothing.
static void check_text(const std::string &text) {
  if (text.find('\0') != text.npos)
    throw std::invalid_argument("pg: a text cannot hold a zero byte");
}

task<result> connection::run(std::string sql,
                             const std::vector<std::string> *parameters) {
  check_text(sql);
  if (parameters)
    for (auto &p : *parameters)
      check_text(p);
  auto turn = co_await turn_->lock();
  if (!conn_)
    throw error("the connection is closed", "");
  int sent;
  if (parameters) {
    std::vector<const char *> values;
    for (auto &p : *parameters)
      values.push_back(p.c_str());
    sent = ::PQsendQueryParams(conn_.get(), sql.c_str(), int(values.size()),
                               nullptr, values.data(), nullptr, nullptr, 0);
  } else {
    sent = ::PQsendQuery(conn_.get(), sql.c_str());
  }
  if (!sent)
    throw error(trimmed(::PQerrorMessage(conn_.get())), "");
  // Left in the middle, the connection is of no more use.
  struct close_unless_done {
    connection &c;
    bool done = false;
    ~close_unless_done() {
      if (!done)
        c.close();
    }
  } care{*this};
  result last = co_await collect();
  care.done = true;
  if (!last.result_)
    throw error("no result", "");
  auto status = ::PQresultStatus(last.result_.get());
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
    care.done = false;
    throw error("COPY is not supported", "");
  }
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
      status != PGRES_EMPTY_QUERY) {
    const char *state =
        ::PQresultErrorField(last.result_.get(), PG_DIAG_SQLSTATE);
    care.done = ::PQstatus(conn_.get()) == CONNECTION_OK;
    throw error(trimmed(::PQresultErrorMessage(last.result_.get())),
                state ? state : "");
  }
  co_return last;
}

task<result> connection::collect() {
  const int fd = ::PQsocket(conn_.get());
  result last;
  auto is_error = [&last] {
    return last.result_ &&
           ::PQresultStatus(last.result_.get()) == PGRES_FATAL_ERROR;
  };
  auto consume = [this] {
    if (!::PQconsumeInput(conn_.get()))
      throw error(trimmed(::PQerrorMessage(conn_.get())), "");
  };
  // The server may want to be read before it reads on: look at both sides.
  for (int left; (left = ::PQflush(conn_.get())) != 0;) {
    if (left < 0)
      throw error(trimmed(::PQerrorMessage(conn_.get())), "");
    co_await writable(fd);
    consume();
  }
  for (;;) {
    while (::PQisBusy(conn_.get())) {
      co_await readable(fd);
      if (is_error() && !::PQconsumeInput(conn_.get()))
        co_return last; // the server said why, and hung up
      consume();
    }
    PGresult *next = ::PQgetResult(conn_.get());
    if (!next)
      co_return last;
    if (is_error()) {
      ::PQclear(next);
      continue;
    }
    last.result_.reset(next);
    auto status = ::PQresultStatus(next);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT)
      co_return last;
  }
}

} // namespace nostall::pg

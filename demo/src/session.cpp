#include "session.hpp"

#include "orders_db.hpp"

#include <map>
#include <sstream>

namespace orders {

// stalls: redisCommand, PQconnectdb and PQexec wait for the servers, and every
// other client waits with them.
asio::awaitable<std::string> v1::show_order(services &s, std::string id) {
  if (auto item = s.redis.get(id))
    co_return *item;
  database db(s.settings.database);
  co_return db.find(id);
}

// does not: all three go on when the socket is ready.
asio::awaitable<std::string> v2::show_order(services &s, std::string id) {
  async_cache redis(s.settings.redis);
  if (auto item = co_await redis.get(id))
    co_return *item;
  database db = co_await database::connect(s.settings.database);
  co_return co_await db.async_find(id);
}

// stalls: the constructor sends BEGIN, the destructor COMMIT, and the audit
// log flushes to the disk.
asio::awaitable<std::string> v1::place_order(services &s, std::string item) {
  database db(s.settings.database);
  transaction work(db);
  db.insert(item);
  work.keep();
  s.log.write("placed " + item + "\n");
  co_return "placed";
}

// does not: a destructor cannot wait, so COMMIT is spelled out; the pool has
// time for the disk.
asio::awaitable<std::string> v2::place_order(services &s, std::string item) {
  database db = co_await database::connect(s.settings.database);
  co_await db.async_exec("BEGIN");
  co_await db.async_insert(item);
  co_await db.async_exec("COMMIT");
  co_await asio::co_spawn(
      s.pool,
      [&]() -> asio::awaitable<void> {
        s.log.write("placed " + item + "\n");
        co_return;
      },
      asio::use_awaitable);
  co_return "placed";
}

namespace {

using handler = asio::awaitable<std::string> (*)(services &, std::string);

const std::map<std::string, handler> routes = {
    {"/v1/orders", v1::show_order},
    {"/v2/orders", v2::show_order},
    {"/v1/place", v1::place_order},
    {"/v2/place", v2::place_order},
    {"/v1/stock", v1::stock},
    {"/v2/stock", v2::stock},
    {"/v1/notify", v1::notify},
    {"/v2/notify", v2::notify},
    {"/v1/hosts", v1::check_host},
    {"/v2/hosts", v2::check_host},
    {"/v1/reload", v1::reload},
    {"/v1/reload_on_thread", v1::reload_on_thread},
    {"/v2/reload", v2::reload},
};

/// "GET /v2/orders/7 HTTP/1.0" runs v2::show_order with "7".
asio::awaitable<std::string> route(services &s, const std::string &request) {
  std::istringstream words(request);
  std::string method, path;
  words >> method >> path;
  auto slash = path.rfind('/');
  auto found = routes.find(path.substr(0, slash));
  if (found == routes.end())
    co_return "HTTP/1.0 404 Not Found\r\n\r\n";
  try {
    auto text = co_await found->second(s, path.substr(slash + 1));
    co_return "HTTP/1.0 200 OK\r\n\r\n" + text + "\n";
  } catch (const std::exception &e) {
    co_return "HTTP/1.0 503 Service Unavailable\r\n\r\n" +
        std::string(e.what()) + "\n";
  }
}

} // namespace

asio::awaitable<void> serve_client(asio::ip::tcp::socket client, services &s) {
  std::string request;
  co_await asio::async_read_until(client, asio::dynamic_buffer(request, 8192),
                                  "\r\n\r\n", asio::use_awaitable);
  std::string reply = co_await route(s, request);
  co_await asio::async_write(client, asio::buffer(reply), asio::use_awaitable);
}

} // namespace orders

// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: a handler says whether it has to wait. Who awaits the
// sibling on the other way knows of it.
#include <boost/asio.hpp>
#include <string>

using boost::asio::awaitable;

struct handler {
  virtual ~handler() = default;
  virtual bool waits() { return false; }
  virtual std::string handle_sync(int request);
  virtual awaitable<std::string> handle_async(int request) {
    co_return std::to_string(request);
  }
};

awaitable<std::string> either(handler &h, int request) {
  co_return h.waits() ? co_await h.handle_async(request) : h.handle_sync(request); // OK: it chooses
}
awaitable<void> each(handler &h, int requests) {
  for (int i = 0; i < requests; ++i)
    if (h.waits())
      co_await h.handle_async(i);
    else
      h.handle_sync(i); // OK: it chooses
}
awaitable<void> both(handler &h) {
  co_await h.handle_async(1);
  h.handle_sync(2); // BAD: sync-sibling
}
awaitable<void> perhaps_both(handler &h) {
  if (h.waits())
    co_await h.handle_async(1);
  h.handle_sync(2); // BAD: sync-sibling
}

struct client {
  std::string fetch(int key);
  awaitable<std::string> async_fetch(int key);
};
awaitable<std::string> slow(client &c, client &other, bool now) {
  if (now)
    co_return c.fetch(1); // BAD: sync-sibling
  co_return other.fetch(1); // BAD: sync-sibling
}

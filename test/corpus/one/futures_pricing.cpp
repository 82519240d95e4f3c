// RUN: %check_marks %s -- %flags -I%S/Inputs
// Pricing service: fans work out with std::async and collects futures.
#include <chrono>
#include <future>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace pricing {

using namespace std::chrono_literals;

struct quote {
  std::string symbol;
  double bid = 0, ask = 0;
};

quote compute(const std::string& symbol);
constexpr auto no_wait = std::chrono::seconds(0);
constexpr std::chrono::milliseconds patience{250};

double mid(std::future<quote>& f) {
  quote q = f.get();
  return (q.bid + q.ask) / 2;
}

bool ready(const std::future<quote>& f) { return f.wait_for(0s) == std::future_status::ready; }

rt::task<double> price_one(std::string symbol) {
  std::future<quote> f = std::async(std::launch::async, compute, symbol);  // OK: starts a thread
  quote q = f.get(); // BAD: wait
  std::future<quote> g = std::async(std::launch::async, compute, symbol); // BAD: wait
  double m = mid(g); // BAD: wait
  co_return q.bid + m;
}

rt::task<int> price_many(std::vector<std::string> symbols) {
  std::vector<std::future<quote>> fs;
  for (auto& s : symbols) fs.push_back(std::async(std::launch::async, compute, s));  // OK: starts a thread
  int done = 0;
  for (auto& f : fs) {
    f.wait(); // BAD: wait
    if (f.wait_for(50ms) == std::future_status::ready) ++done; // MISSED: wait: see docs/limitations.md
    if (f.wait_for(patience) == std::future_status::ready) ++done; // MISSED: wait: see docs/limitations.md
    if (f.wait_for(0ms) == std::future_status::ready) ++done;    // OK: zero timeout
    if (f.wait_for(no_wait) == std::future_status::ready) ++done;   // OK: constant zero timeout
    if (f.wait_for(std::chrono::nanoseconds::zero()) == std::future_status::ready) ++done;  // OK: zero timeout
    if (ready(f)) ++done;                                        // OK: the helper waits zero seconds
    f.valid();                                                   // OK: a query
  }
  auto limit = std::chrono::system_clock::now() + 1s;
  fs.front().wait_until(limit); // BAD: wait
  co_return done;
}

rt::task<quote> shared(std::shared_future<quote> sf) {
  sf.wait(); // BAD: wait
  const quote& q = sf.get(); // MISSED: wait: see docs/limitations.md
  co_return q;
}

rt::task<> discarded(std::string s) {
  std::async(std::launch::async, compute, s); // BAD: wait
  auto keep = std::async(std::launch::deferred, compute, s);     // OK: deferred, not even started
  keep.get(); // BAD: wait
  co_return;
}

rt::task<std::optional<quote>> poll_politely(std::future<quote> f) {
  for (int i = 0; i < 100; ++i) {
    if (f.wait_for(0s) == std::future_status::ready)             // OK: zero timeout
      co_return f.get();                                         // OK: known to be ready
    co_await rt::async_sleep(1ms);                               // OK: asynchronous timer
  }
  co_return std::nullopt;
}

rt::task<> promises() {
  std::promise<int> p;
  std::future<int> f = p.get_future();                           // OK: takes the handle
  p.set_value(3);                                                // OK: never waits
  std::packaged_task<quote()> pt([] { return compute("EUR"); });
  std::future<quote> g = pt.get_future();                        // OK: takes the handle
  std::thread t(std::move(pt));                                  // OK: starts a thread
  t.detach();                                                    // OK: does not wait
  g.get(); // BAD: wait
  co_return;
}

// Lookalikes: get() and wait() that have nothing to do with futures.
struct order_book {
  quote get(const std::string& s) const { return book.at(s); }
  rt::task<> wait();
  std::map<std::string, quote> book;
};

rt::task<double> from_book(order_book& b, std::shared_ptr<quote> sp, std::unique_ptr<quote> up) {
  co_await b.wait();                                             // OK: awaited member of the user's class
  quote q = b.get("USD");                                        // OK: a map lookup
  quote* raw = sp.get();                                         // OK: shared_ptr::get
  raw = up.get();                                                // OK: unique_ptr::get
  auto pair = std::pair{1.0, q.ask};
  co_return std::get<0>(pair) + raw->bid;                        // OK: std::get
}

double batch_main(const std::vector<std::string>& symbols) {
  double sum = 0;
  for (auto& s : symbols) {
    auto f = std::async(std::launch::async, compute, s);
    f.wait();                                                    // OK: plain function, called by no coroutine
    sum += f.get().bid;                                          // OK: plain function, called by no coroutine
  }
  return sum;
}

}  // namespace pricing

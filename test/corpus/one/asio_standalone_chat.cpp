// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: asio
// Chat room on standalone Asio; strands, thread_pool and serial ports.
#define ASIO_STANDALONE 1
#define ASIO_HAS_CO_AWAIT 1
#define ASIO_HAS_STD_COROUTINE 1
#include <asio.hpp>

#include <chrono>
#include <deque>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <thread>

using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

namespace chat {

struct message {
  std::string from, text;
};

class participant {
 public:
  virtual ~participant() = default;
  virtual void deliver(const message& m) = 0;
};

class room {
 public:
  void join(std::shared_ptr<participant> p) { members_.insert(std::move(p)); }
  void leave(const std::shared_ptr<participant>& p) { members_.erase(p); }
  void broadcast(const message& m) {
    history_.push_back(m);
    for (auto& p : members_) p->deliver(m);
  }
  void append_log(const message& m) {
    std::ofstream log("chat.log", std::ios::app);
    log << m.from << ": " << m.text << '\n';
  }

 private:
  std::set<std::shared_ptr<participant>> members_;
  std::deque<message> history_;
};

class session : public participant, public std::enable_shared_from_this<session> {
 public:
  session(tcp::socket s, room& r) : socket_(std::move(s)), timer_(socket_.get_executor()), room_(r) {
    timer_.expires_at(std::chrono::steady_clock::time_point::max());
  }

  void start() {
    room_.join(shared_from_this());
    asio::co_spawn(socket_.get_executor(), [self = shared_from_this()] { return self->reader(); }, asio::detached);
    asio::co_spawn(socket_.get_executor(), [self = shared_from_this()] { return self->writer(); }, asio::detached);
  }

  void deliver(const message& m) override {
    queue_.push_back(m);
    timer_.cancel_one();
  }

 private:
  awaitable<void> reader() {
    std::string line;
    for (;;) {
      std::size_t n = co_await asio::async_read_until(socket_, asio::dynamic_buffer(line, 1024), "\n", use_awaitable);  // OK: asynchronous operation
      message m{"?", line.substr(0, n)};
      room_.broadcast(m);                                          // OK: queues and wakes only
      room_.append_log(m); // BAD: file
      line.erase(0, n);
      if (line == "/slow") std::this_thread::sleep_for(std::chrono::seconds(1)); // BAD: sleep
    }
  }

  awaitable<void> writer() {
    while (socket_.is_open()) {
      if (queue_.empty()) {
        asio::error_code ec;
        co_await timer_.async_wait(asio::redirect_error(use_awaitable, ec));  // OK: asynchronous operation
        continue;
      }
      co_await asio::async_write(socket_, asio::buffer(queue_.front().text), use_awaitable);  // OK: asynchronous operation
      asio::write(socket_, asio::buffer("\r\n", 2)); // BAD: socket
      queue_.pop_front();
    }
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  room& room_;
  std::deque<message> queue_;
};

awaitable<void> accept_loop(tcp::acceptor acc, room& r) {
  for (;;) {
    auto s = co_await acc.async_accept(use_awaitable);             // OK: asynchronous operation
    std::make_shared<session>(std::move(s), r)->start();           // OK: spawns the two coroutines
  }
}

awaitable<std::size_t> nonblocking_read(tcp::socket& s) {
  char buf[64];
  asio::error_code ec;
  s.non_blocking(true);                                            // OK: sets a mode
  std::size_t n = s.read_some(asio::buffer(buf), ec);              // OK: non_blocking(true) was set above
  if (ec == asio::error::would_block) {
    n = co_await s.async_read_some(asio::buffer(buf), use_awaitable);  // OK: asynchronous operation
  }
  co_return n;
}

awaitable<void> wait_pool(asio::thread_pool& pool) {
  asio::post(pool, [] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));    // OK: runs on a pool thread
  });
  pool.join(); // BAD: wait
  co_return;
}

awaitable<void> modem(asio::serial_port& port) {
  char buf[32];
  port.read_some(asio::buffer(buf)); // BAD: device
  port.write_some(asio::buffer(buf)); // BAD: device
  asio::write(port, asio::buffer(buf)); // BAD: device
  co_await asio::async_write(port, asio::buffer(buf), use_awaitable);  // OK: asynchronous operation
  co_await port.async_read_some(asio::buffer(buf), use_awaitable);  // OK: asynchronous operation
  port.set_option(asio::serial_port::baud_rate(9600));             // OK: sets an option
}

awaitable<void> signals(asio::signal_set& set) {
  int sig = co_await set.async_wait(use_awaitable);                // OK: asynchronous operation
  if (sig == 0) set.cancel();                                      // OK: cancels waits
}

}  // namespace chat

int main() {
  asio::io_context io;
  chat::room r;
  asio::co_spawn(io, chat::accept_loop(tcp::acceptor(io, {tcp::v4(), 9000}), r), asio::detached);
  asio::thread_pool pool(2);
  std::thread t([&] { io.run(); });                                // OK: dedicated thread
  t.join();                                                        // OK: main is not a coroutine
  pool.join();                                                     // OK: main is not a coroutine
}

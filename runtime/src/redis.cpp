#include "nostall/redis.hpp"
#include "nostall/resolve.hpp"
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <sys/epoll.h>

namespace nostall::redis {

namespace {

reply copy(const redisReply &r) {
  switch (r.type) {
  case REDIS_REPLY_INTEGER:
    return reply(std::int64_t(r.integer));
  case REDIS_REPLY_STRING:
  case REDIS_REPLY_STATUS:
  case REDIS_REPLY_ERROR: // inside a list
    return reply(std::string(r.str, std::size_t(r.len)));
  case REDIS_REPLY_ARRAY: {
    std::vector<reply> all;
    for (std::size_t i = 0; i < r.elements; ++i)
      all.push_back(copy(*r.element[i]));
    return reply(std::move(all));
  }
  default:
    return reply();
  }
}

// Waits for one answer. The answer may come after the waiter is gone.
struct answer {
  class wait *waiter = nullptr;
  bool arrived = false;
  bool failed = false;
  std::string why;
  reply value;
};

class wait final : public detail::operation {
public:
  explicit wait(std::shared_ptr<answer> a) noexcept : a_(std::move(a)) {}
  ~wait() { abandon_if_waiting(); }
  bool await_ready() const noexcept { return a_->arrived; }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    a_->waiter = this;
    return true;
  }
  void await_resume() {
    finish();
    if (a_->failed)
      throw error(a_->why);
  }

private:
  void abandon() noexcept override { a_->waiter = nullptr; }
  std::shared_ptr<answer> a_;
};

void settle(answer &a) {
  a.arrived = true;
  if (a.waiter)
    std::exchange(a.waiter, nullptr)->complete();
}

} // namespace

struct client::link final : detail::io_source {
  explicit link(loop &l) : on(l) {}
  ~link() {
    if (auto *c = std::exchange(context, nullptr)) {
      stop_watching();
      c->ev.cleanup = nullptr; // of a link that is gone
      c->ev.addRead = c->ev.delRead = c->ev.addWrite = c->ev.delWrite = nullptr;
      c->data = nullptr;
      ::redisAsyncFree(c); // answers every waiter with nothing
    }
  }

  void open(const std::string &host, std::uint16_t port) {
    redisAsyncContext *c = ::redisAsyncConnect(host.c_str(), port);
    if (!c)
      throw std::bad_alloc();
    if (c->err) {
      error failed(c->errstr);
      ::redisAsyncFree(c);
      throw failed;
    }
    context = c;
    fd = c->c.fd;
    c->data = this;
    c->ev.data = this;
    c->ev.addRead = [](void *me) { static_cast<link *>(me)->want(EPOLLIN, 0); };
    c->ev.delRead = [](void *me) { static_cast<link *>(me)->want(0, EPOLLIN); };
    c->ev.addWrite = [](void *me) {
      static_cast<link *>(me)->want(EPOLLOUT, 0);
    };
    c->ev.delWrite = [](void *me) {
      static_cast<link *>(me)->want(0, EPOLLOUT);
    };
    c->ev.cleanup = [](void *me) { static_cast<link *>(me)->stop_watching(); };
    ::redisAsyncSetConnectCallback(
        c, [](const redisAsyncContext *c, int status) {
          if (auto *me = static_cast<link *>(c->data)) {
            me->connected->failed = status != REDIS_OK;
            if (me->connected->failed) {
              me->connected->why = c->errstr;
              me->context = nullptr; // hiredis frees it now
            }
            settle(*me->connected);
          }
        });
    ::redisAsyncSetDisconnectCallback(c, [](const redisAsyncContext *c, int) {
      if (auto *me = static_cast<link *>(c->data))
        me->context = nullptr; // hiredis frees it now
    });
  }

  void want(std::uint32_t more, std::uint32_t less) {
    const std::uint32_t now = (wanted | more) & ~less;
    if (now == wanted)
      return;
    if (!now)
      on.unwatch(fd);
    else if (!wanted)
      on.watch(fd, now, *this);
    else
      on.rewatch(fd, now, *this);
    wanted = now;
  }
  void stop_watching() noexcept {
    if (wanted)
      on.unwatch(fd);
    wanted = 0;
  }

  void on_events(std::uint32_t events) noexcept override {
    // A refused connection shows as an error without our having asked for it.
    const bool broken = events & (EPOLLERR | EPOLLHUP);
    if (context && ((events & EPOLLOUT) || (broken && (wanted & EPOLLOUT))))
      ::redisAsyncHandleWrite(context);
    if (context && ((events & EPOLLIN) || broken))
      if (wanted & EPOLLIN)
        ::redisAsyncHandleRead(context);
  }

  loop &on;
  redisAsyncContext *context = nullptr;
  int fd = -1;
  std::uint32_t wanted = 0;
  std::shared_ptr<answer> connected = std::make_shared<answer>();
};

client::client(std::unique_ptr<link> l) noexcept : link_(std::move(l)) {}
client::client(client &&) noexcept = default;
client &client::operator=(client &&) noexcept = default;
client::~client() = default;
bool client::is_open() const noexcept { return link_->context != nullptr; }

task<client> client::connect(std::string host, std::uint16_t port) {
  // hiredis resolves names by itself, and blocks: give it an address.
  auto found = co_await resolve(std::move(host), std::to_string(port));
  auto l = std::make_unique<link>(loop::current());
  l->open(found.at(0).address(), port);
  co_await wait(l->connected);
  co_return client(std::move(l));
}

task<reply> client::send(std::vector<std::string> words) {
  if (!link_->context)
    throw error("the connection is closed");
  std::vector<const char *> texts;
  std::vector<std::size_t> sizes;
  for (auto &w : words) {
    texts.push_back(w.data());
    sizes.push_back(w.size());
  }
  auto a = std::make_shared<answer>();
  auto keep = std::make_unique<std::shared_ptr<answer>>(a);
  int status = ::redisAsyncCommandArgv(
      link_->context,
      [](redisAsyncContext *c, void *raw, void *mine) {
        std::unique_ptr<std::shared_ptr<answer>> keep(
            static_cast<std::shared_ptr<answer> *>(mine));
        answer &a = **keep;
        auto *r = static_cast<redisReply *>(raw);
        if (!r) {
          a.failed = true;
          a.why = c->err && c->errstr ? c->errstr : "the connection is closed";
        } else if (r->type == REDIS_REPLY_ERROR) {
          a.failed = true;
          a.why.assign(r->str, std::size_t(r->len));
        } else {
          a.value = copy(*r);
        }
        settle(a);
      },
      keep.get(), int(texts.size()), texts.data(), sizes.data());
  if (status != REDIS_OK)
    throw error("the connection is closing");
  (void)keep.release(); // the callback's
  co_await wait(a);
  co_return std::move(a->value);
}

} // namespace nostall::redis

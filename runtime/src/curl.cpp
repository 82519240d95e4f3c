#include "nostall/curl.hpp"
#include <curl/curl.h>
#include <sys/epoll.h>
#include <unordered_map>

namespace nostall::curl {

namespace {

template <auto function> struct freed_by {
  void operator()(auto *p) const noexcept { function(p); }
};
using easy_handle = std::unique_ptr<CURL, freed_by<::curl_easy_cleanup>>;
using multi_handle = std::unique_ptr<CURLM, freed_by<::curl_multi_cleanup>>;
using string_list =
    std::unique_ptr<curl_slist, freed_by<::curl_slist_free_all>>;

[[noreturn]] void fail(CURLcode code) {
  throw error(code, ::curl_easy_strerror(code));
}

const curl_version_info_data &library() {
  static const CURLcode ready = ::curl_global_init(CURL_GLOBAL_DEFAULT);
  if (ready != CURLE_OK)
    fail(ready);
  auto &info = *::curl_version_info(CURLVERSION_NOW);
  if (!(info.features & CURL_VERSION_ASYNCHDNS))
    throw error(CURLE_NOT_BUILT_IN,
                "this libcurl would resolve names on the loop's thread");
  return info;
}

template <class V> void set(CURL *easy, CURLoption option, V value) {
  if (CURLcode code = ::curl_easy_setopt(easy, option, value))
    fail(code);
}

void append(string_list &to, const std::string &line) {
  curl_slist *longer = ::curl_slist_append(to.get(), line.c_str());
  if (!longer)
    throw std::bad_alloc();
  (void)to.release();
  to.reset(longer);
}

// libcurl sends what it is given: a line end would start another field.
void check(const std::string &text, const char *forbidden) {
  if (text.empty() || text.find_first_of(forbidden) != text.npos)
    throw std::invalid_argument("curl: bad header field '" + text + "'");
}

string_list fields_of(const http::request &r) {
  string_list lines;
  for (auto &[name, value] : r.fields) {
    check(name, "\r\n:; ");
    if (!value.empty())
      check(value, "\r\n");
    append(lines, name + (value.empty() ? ";" : ": " + value));
  }
  // Fields that libcurl would add by itself to a request with a body.
  for (const char *name : {"Content-Type", "Expect"})
    if (!r.fields.has(name))
      append(lines, std::string(name) + ":");
  return lines;
}

} // namespace

/// One request: waits until libcurl is done with it.
class client::transfer final : public detail::operation {
public:
  transfer(engine &by, const std::string &url, const http::request &r);
  ~transfer() { abandon_if_waiting(); }
  bool await_ready() const noexcept { return false; }
  template <class P> bool await_suspend(std::coroutine_handle<P> h) {
    if (!start(h))
      return false;
    begin();
    return true;
  }
  http::response await_resume();

  CURL *easy() const noexcept { return easy_.get(); }
  void done(CURLcode code, const char *why = nullptr) noexcept;

private:
  void begin();
  void abandon() noexcept override;
  static std::size_t take_line(char *at, std::size_t, std::size_t n, void *me);
  static std::size_t take_body(char *at, std::size_t, std::size_t n, void *me);

  engine &engine_;
  easy_handle easy_{::curl_easy_init()};
  string_list fields_;
  http::response answer_;
  CURLcode code_ = CURLE_OK;
  std::exception_ptr thrown_; // in a callback
  char why_[CURL_ERROR_SIZE] = "";
};

/// The requests of a client and the descriptors they use.
class client::engine final : public std::enable_shared_from_this<engine>,
                             detail::timer {
public:
  explicit engine(client_options o);
  ~engine();
  const client_options &options() const noexcept { return options_; }
  bool trusts_a_file() const noexcept { return trusts_a_file_; }
  void add(transfer &t);
  void remove(transfer &t) noexcept;

private:
  struct watched final : detail::io_source {
    watched(engine &of, int fd) noexcept : of(of), fd(fd) {}
    void on_events(std::uint32_t events) noexcept override;
    engine &of;
    int fd;
  };
  static int want(CURL *, curl_socket_t fd, int what, void *me, void *);
  static int want_timer(CURLM *, long ms, void *me);
  void watch(int fd, std::uint32_t events);
  void fire() noexcept override { soon(CURL_SOCKET_TIMEOUT, 0); }
  void soon(curl_socket_t fd, int events);
  void act(curl_socket_t fd, int events);
  void fail_all(const char *why) noexcept;

  loop &loop_ = loop::current();
  client_options options_;
  bool trusts_a_file_;
  std::unordered_map<int, watched> watched_;
  detail::list<transfer> active_;
  multi_handle multi_;
};

// ---- the engine ----

client::engine::engine(client_options o) : options_(std::move(o)) {
  const auto &info = library();
  trusts_a_file_ = !options_.ca_file.empty() || info.cainfo;
  multi_.reset(::curl_multi_init());
  if (!multi_)
    throw std::bad_alloc();
  CURLM *m = multi_.get();
  ::curl_multi_setopt(m, CURLMOPT_SOCKETFUNCTION, want);
  ::curl_multi_setopt(m, CURLMOPT_SOCKETDATA, this);
  ::curl_multi_setopt(m, CURLMOPT_TIMERFUNCTION, want_timer);
  ::curl_multi_setopt(m, CURLMOPT_TIMERDATA, this);
  ::curl_multi_setopt(m, CURLMOPT_MAXCONNECTS, long(options_.most_kept));
  ::curl_multi_setopt(m, CURLMOPT_MAX_HOST_CONNECTIONS,
                      long(options_.connections_per_host));
}

client::engine::~engine() {
  fail_all("the client was destroyed");
  multi_.reset(); // which still calls us
  loop_.disarm(*this);
}

void client::engine::add(transfer &t) {
  if (CURLMcode code = ::curl_multi_add_handle(multi_.get(), t.easy()))
    throw error(CURLE_FAILED_INIT, ::curl_multi_strerror(code));
  active_.push_back(t);
}

void client::engine::remove(transfer &t) noexcept {
  static_cast<detail::operation &>(t).unlink();
  ::curl_multi_remove_handle(multi_.get(), t.easy());
}

void client::engine::fail_all(const char *why) noexcept {
  while (!active_.empty()) {
    transfer &t = active_.front();
    remove(t);
    t.done(CURLE_ABORTED_BY_CALLBACK, why);
  }
}

int client::engine::want(CURL *, curl_socket_t fd, int what, void *me, void *) {
  auto &self = *static_cast<engine *>(me);
  std::uint32_t events = 0;
  if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
    events |= EPOLLIN;
  if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
    events |= EPOLLOUT;
  try {
    self.watch(fd, events);
    return 0;
  } catch (...) {
    self.watched_.erase(fd);
    return -1; // libcurl gives all requests up
  }
}

void client::engine::watch(int fd, std::uint32_t events) {
  if (!events) {
    if (watched_.erase(fd))
      loop_.unwatch(fd);
    return;
  }
  auto [place, is_new] = watched_.try_emplace(fd, *this, fd);
  if (is_new)
    loop_.watch(fd, events, place->second);
  else
    loop_.rewatch(fd, events, place->second);
}

int client::engine::want_timer(CURLM *, long ms, void *me) {
  auto &self = *static_cast<engine *>(me);
  if (ms < 0)
    self.loop_.disarm(self);
  else
    self.loop_.arm(self, detail::clock::now() + std::chrono::milliseconds(ms));
  return 0;
}

void client::engine::watched::on_events(std::uint32_t events) noexcept {
  of.soon(fd, (events & EPOLLIN ? CURL_CSELECT_IN : 0) |
                  (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                  (events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0));
}

// In a step of the loop's, which others share and the stall detector sees. By
// then libcurl may have closed the descriptor, which it takes well.
void client::engine::soon(curl_socket_t fd, int events) {
  loop_.call_soon([weak = weak_from_this(), fd, events] {
    if (auto self = weak.lock())
      self->act(fd, events);
  });
}

void client::engine::act(curl_socket_t fd, int events) {
  int count;
  CURLMcode code = ::curl_multi_socket_action(multi_.get(), fd, events, &count);
  while (CURLMsg *message = ::curl_multi_info_read(multi_.get(), &count)) {
    CURLcode result = message->data.result;
    transfer *t = nullptr;
    ::curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
    remove(*t);
    t->done(result);
  }
  if (code != CURLM_OK)
    fail_all(::curl_multi_strerror(code));
}

// ---- a transfer ----

client::transfer::transfer(engine &by, const std::string &url,
                           const http::request &r)
    : engine_(by), fields_(fields_of(r)) {
  if (!easy_)
    throw std::bad_alloc();
  check(r.method, "\r\n ");
  CURL *e = easy_.get();
  set(e, CURLOPT_PRIVATE, static_cast<void *>(this));
  set(e, CURLOPT_ERRORBUFFER, why_);
  set(e, CURLOPT_NOSIGNAL, 1L);
  set(e, CURLOPT_PROTOCOLS_STR, "http,https");
  set(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  // Or else giving up a request waits for its name to be resolved.
  set(e, CURLOPT_QUICK_EXIT, 1L);
  set(e, CURLOPT_HEADERFUNCTION, take_line);
  set(e, CURLOPT_HEADERDATA, static_cast<void *>(this));
  set(e, CURLOPT_WRITEFUNCTION, take_body);
  set(e, CURLOPT_WRITEDATA, static_cast<void *>(this));

  const client_options &o = engine_.options();
  set(e, CURLOPT_TIMEOUT_MS, long(o.timeout.count()));
  set(e, CURLOPT_CONNECTTIMEOUT_MS, long(o.connect_timeout.count()));
  if (!o.ca_file.empty())
    set(e, CURLOPT_CAINFO, o.ca_file.c_str());
  // With a directory as well, which has the same authorities, libcurl would
  // read them all anew for each connection.
  if (engine_.trusts_a_file())
    set(e, CURLOPT_CAPATH, static_cast<const char *>(nullptr));

  set(e, CURLOPT_URL, url.c_str());
  set(e, CURLOPT_HTTPHEADER, fields_.get());
  if (r.method == "HEAD") {
    set(e, CURLOPT_NOBODY, 1L);
    return;
  }
  if (!r.body.empty() || r.method == "POST" || r.method == "PUT") {
    set(e, CURLOPT_POSTFIELDS, r.body.data());
    set(e, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(r.body.size()));
  }
  set(e, CURLOPT_CUSTOMREQUEST, r.method.c_str());
}

void client::transfer::begin() {
  try {
    engine_.add(*this);
  } catch (...) {
    forget();
    throw;
  }
}

void client::transfer::abandon() noexcept { engine_.remove(*this); }

void client::transfer::done(CURLcode code, const char *why) noexcept {
  code_ = code;
  if (why)
    std::snprintf(why_, sizeof why_, "%s", why);
  complete();
}

http::response client::transfer::await_resume() {
  finish();
  if (thrown_)
    std::rethrow_exception(std::exchange(thrown_, nullptr));
  if (code_ != CURLE_OK)
    throw error(code_, *why_ ? why_ : ::curl_easy_strerror(code_));
  long status = 0;
  ::curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  answer_.status = int(status);
  return std::move(answer_);
}

std::size_t client::transfer::take_line(char *at, std::size_t, std::size_t n,
                                        void *me) {
  auto &self = *static_cast<transfer *>(me);
  try {
    const std::string_view line(at, n);
    const auto colon = line.find(':');
    if (line.starts_with("HTTP/")) { // what came before was not the answer
      self.answer_ = {};
    } else if (colon != line.npos) {
      const auto first = std::min(line.find_first_not_of(" \t", colon + 1), n);
      const auto last = line.find_last_not_of(" \t\r\n");
      self.answer_.fields.add(
          std::string(line.substr(0, colon)),
          std::string(line.substr(first, last < first ? 0 : last + 1 - first)));
    }
    return n;
  } catch (...) {
    self.thrown_ = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

std::size_t client::transfer::take_body(char *at, std::size_t, std::size_t n,
                                        void *me) {
  auto &self = *static_cast<transfer *>(me);
  try {
    if (n > self.engine_.options().body_limit - self.answer_.body.size())
      throw http::protocol_error(413, "body too large");
    self.answer_.body.append(at, n);
    return n;
  } catch (...) {
    self.thrown_ = std::current_exception();
    return CURL_WRITEFUNC_ERROR;
  }
}

// ---- the client ----

client::client(client_options o)
    : engine_(std::make_shared<engine>(std::move(o))) {}
client::~client() = default;
client::client(client &&) noexcept = default;
client &client::operator=(client &&) noexcept = default;

task<http::response> client::get(std::string url) {
  return send(std::move(url), http::request{});
}

task<http::response> client::post(std::string url, std::string body,
                                  std::string content_type) {
  http::request r("POST", "/", {}, std::move(body));
  r.fields.set("Content-Type", std::move(content_type));
  return send(std::move(url), std::move(r));
}

task<http::response> client::send(std::string url, http::request r) {
  transfer here(*engine_, url, r);
  co_return co_await here;
}

} // namespace nostall::curl

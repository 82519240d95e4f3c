#pragma once
/// process_pool: pre-forked processes for work that blocks, crashes, or holds
/// a global lock.
///
/// run_in_executor(pool, f, args…) runs a plain function, or a lambda without
/// captures, in a worker process: f's address means the same there, because the
/// worker was forked from this process. Arguments and the result are copied
/// through a socket: trivially copyable types, std::string, and vectors, pairs
/// and tuples of those. What f throws arrives as remote_error with its text. A
/// worker that dies makes its call throw worker_died and is replaced.
/// Cancelling the caller kills the worker and replaces it: this pool can stop
/// work.
///
/// Make the pool early, before threads are started. Descriptors that are marked
/// close-on-exec are closed in the workers. The kernel kills a worker when the
/// thread that made it ends. One loop uses the pool at a time.
/// Thread-safety: loop thread. Errors: std::system_error.
///
///     nostall::process_pool pool(2);
///     long n = co_await nostall::run_in_executor(pool, count_primes,
///     10'000'000L);
#include "io.hpp"
#include "semaphore.hpp"
#include <cstring>
#include <ranges>
#include <span>
#include <string>
#include <sys/types.h>
#include <tuple>
#include <vector>

namespace nostall {

/// What a function threw in a worker process.
class remote_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
/// The worker process ended during the call.
class worker_died : public std::runtime_error {
public:
  explicit worker_died(int status);
  /// As of waitpid.
  int status() const noexcept { return status_; }

private:
  int status_;
};

namespace detail {

// ---- values to bytes and back ----
using bytes = std::string;

struct byte_reader {
  const char *at;
  const char *end;
  void take(void *to, std::size_t n) {
    if (std::size_t(end - at) < n)
      throw std::runtime_error("nostall: short message from a worker");
    std::memcpy(to, at, n);
    at += n;
  }
};

template <class T> struct codec {
  static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> &&
                    !std::ranges::view<T>,
                "this type cannot be sent to another process");
  static void put(bytes &out, const T &v) {
    out.append(reinterpret_cast<const char *>(&v), sizeof v);
  }
  static T get(byte_reader &in) {
    alignas(T) unsigned char raw[sizeof(T)];
    in.take(raw, sizeof raw);
    return *std::launder(reinterpret_cast<T *>(raw));
  }
};
template <class T> struct sequence_codec {
  static void put(bytes &out, const T &v) {
    codec<std::size_t>::put(out, v.size());
    for (const auto &e : v)
      codec<typename T::value_type>::put(out, e);
  }
  static T get(byte_reader &in) {
    T v;
    for (auto n = codec<std::size_t>::get(in); n; --n)
      v.push_back(codec<typename T::value_type>::get(in));
    return v;
  }
};
template <> struct codec<std::string> : sequence_codec<std::string> {};
template <class T>
struct codec<std::vector<T>> : sequence_codec<std::vector<T>> {};
template <class... T> struct codec<std::tuple<T...>> {
  static void put(bytes &out, const std::tuple<T...> &v) {
    std::apply([&](auto &...e) { (codec<T>::put(out, e), ...); }, v);
  }
  static std::tuple<T...> get(byte_reader &in) {
    return std::tuple<T...>{codec<T>::get(in)...};
  }
};
template <class A, class B> struct codec<std::pair<A, B>> {
  static void put(bytes &out, const std::pair<A, B> &v) {
    codec<A>::put(out, v.first);
    codec<B>::put(out, v.second);
  }
  static std::pair<A, B> get(byte_reader &in) {
    A a = codec<A>::get(in);
    return {std::move(a), codec<B>::get(in)};
  }
};

/// What runs in the worker: reads arguments, calls, appends the result.
using worker_entry = void (*)(std::uintptr_t function, byte_reader, bytes &);

} // namespace detail

class process_pool {
public:
  /// workers: at least 1; 0 means one for each core.
  explicit process_pool(std::size_t workers = 0);
  /// Kills the workers and reaps them.
  ~process_pool();
  process_pool(const process_pool &) = delete;
  process_pool &operator=(const process_pool &) = delete;

  std::size_t size() const noexcept { return workers_.size(); }
  /// The process ids, for those who watch them.
  std::vector<pid_t> pids() const;

  // ---- for run_in_executor ----
  task<detail::bytes> call(detail::worker_entry entry, std::uintptr_t function,
                           detail::bytes arguments);

private:
  struct worker {
    pid_t pid = -1;
    int fd = -1;
    bool busy = false;
  };
  void start(worker &w);
  void kill(worker &w) noexcept;
  void reap() noexcept;
  void end_all() noexcept;
  task<int> status_of(worker &w);
  [[noreturn]] static void serve(int fd) noexcept;
  std::vector<worker> workers_;
  std::vector<pid_t> dying_; // killed, not reaped yet
  semaphore free_;
};

namespace detail {
template <class R, class... A>
void call_in_worker(std::uintptr_t function, byte_reader in, bytes &out) {
  auto f = reinterpret_cast<R (*)(A...)>(function);
  auto arguments = codec<std::tuple<std::decay_t<A>...>>::get(in);
  if constexpr (std::is_void_v<R>) {
    std::apply([&](auto &...a) { f(static_cast<A>(a)...); }, arguments);
  } else {
    codec<R>::put(
        out, std::apply([&](auto &...a) { return f(static_cast<A>(a)...); },
                        arguments));
  }
}
} // namespace detail

template <class R, class... A>
task<R> run_in_executor(process_pool &pool, R (*f)(A...),
                        std::type_identity_t<std::decay_t<A>>... arguments) {
  detail::bytes packed;
  detail::codec<std::tuple<std::decay_t<A>...>>::put(
      packed, std::tuple<std::decay_t<A>...>(std::move(arguments)...));
  auto answer = co_await pool.call(&detail::call_in_worker<R, A...>,
                                   reinterpret_cast<std::uintptr_t>(f),
                                   std::move(packed));
  if constexpr (!std::is_void_v<R>) {
    detail::byte_reader in{answer.data(), answer.data() + answer.size()};
    co_return detail::codec<R>::get(in);
  }
}

/// For a lambda without captures.
template <class F, class... A>
  requires requires(F f) { +f; } && (!std::is_pointer_v<F>)
auto run_in_executor(process_pool &pool, F f, A &&...arguments) {
  return run_in_executor(pool, +f, std::forward<A>(arguments)...);
}

} // namespace nostall

// Declarations of the Google Cloud C++ client libraries for tests; see ../../README.md.
#pragma once
#include <chrono>
#include <string>

namespace google::cloud {
inline namespace v2_20_0 {
class Status {};
template <typename T> class StatusOr {
public:
  bool ok() const;
  T &operator*();
};
namespace internal {
template <typename T> class future_base {
public:
  void wait();
  template <typename R, typename P> int wait_for(std::chrono::duration<R, P> const &time) const;
  bool is_ready() const;
};
} // namespace internal
template <typename T> class future : public internal::future_base<T> {
public:
  T get();
  template <typename F> void then(F &&callback) {}
};
template <typename T> class StreamRange {};
} // namespace v2_20_0
} // namespace google::cloud

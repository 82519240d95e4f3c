// Declarations of libunifex for tests; see ../README.md.
#pragma once
#include <optional>

namespace unifex {
struct just_sender {
  bool await_ready();
  template <typename H> void await_suspend(H);
  int await_resume();
};
just_sender just(int value);
namespace _sync_wait_cpo {
struct _fn {
  struct impl_fn {
    template <typename Sender> std::optional<int> operator()(Sender &&sender, int frame) const;
  };
  template <typename Sender> std::optional<int> operator()(Sender &&sender) const;
};
} // namespace _sync_wait_cpo
namespace _sync_wait_r_cpo {
template <typename Result> struct _fn {
  template <typename Sender> std::optional<Result> operator()(Sender &&sender) const;
};
} // namespace _sync_wait_r_cpo
inline constexpr _sync_wait_cpo::_fn sync_wait{};
} // namespace unifex

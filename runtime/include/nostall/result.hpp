#pragma once
/// result<T>: a value or an exception, in the manner of std::expected.
///
/// What gather_results yields for each task. value() rethrows the exception.
///
///     for (auto &r : co_await nostall::gather_results(std::move(tasks)))
///       r ? use(*r) : log(r.error());
#include <exception>
#include <type_traits>
#include <utility>
#include <variant>

namespace nostall {

template <class T> class [[nodiscard]] result {
  using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

public:
  template <class... V>
  explicit result(std::in_place_t, V &&...v)
      : is_(std::in_place_index<0>, std::forward<V>(v)...) {}
  explicit result(std::exception_ptr error)
      : is_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const noexcept { return is_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  /// Null if there is a value.
  std::exception_ptr error() const noexcept {
    return has_value() ? nullptr : std::get<1>(is_);
  }
  decltype(auto) value() & {
    check();
    if constexpr (!std::is_void_v<T>)
      return (std::get<0>(is_));
  }
  T value() && {
    check();
    if constexpr (!std::is_void_v<T>)
      return std::move(std::get<0>(is_));
  }
  stored &operator*() noexcept { return std::get<0>(is_); }
  stored *operator->() noexcept { return &std::get<0>(is_); }

private:
  void check() const {
    if (!has_value())
      std::rethrow_exception(std::get<1>(is_));
  }
  std::variant<stored, std::exception_ptr> is_;
};

} // namespace nostall

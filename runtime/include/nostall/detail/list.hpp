#pragma once
/// An intrusive doubly linked list whose nodes can leave it by themselves.

namespace nostall::detail {

/// A hook; unlinks itself when destroyed.
struct list_node {
  list_node *prev = this;
  list_node *next = this;

  list_node() = default;
  list_node(const list_node &) = delete;
  list_node &operator=(const list_node &) = delete;
  ~list_node() { unlink(); }

  bool linked() const noexcept { return next != this; }
  void unlink() noexcept {
    prev->next = next;
    next->prev = prev;
    prev = next = this;
  }
};

/// A list of T, where T derives from list_node. Owns nothing.
template <class T> class list {
public:
  list() = default;
  ~list() {
    while (!empty())
      end_.next->unlink();
  }
  bool empty() const noexcept { return !end_.linked(); }
  T &front() noexcept { return static_cast<T &>(*end_.next); }
  void push_back(T &node) noexcept {
    list_node &n = node;
    n.prev = end_.prev;
    n.next = &end_;
    end_.prev->next = &n;
    end_.prev = &n;
  }
  T &pop_front() noexcept {
    T &node = front();
    static_cast<list_node &>(node).unlink();
    return node;
  }
  T &pop_back() noexcept {
    T &node = static_cast<T &>(*end_.prev);
    static_cast<list_node &>(node).unlink();
    return node;
  }
  /// Calls f(T&) for each node; f may unlink the node it is given.
  template <class F> void for_each(F f) {
    for (list_node *n = end_.next; n != &end_;) {
      list_node *next = n->next;
      f(static_cast<T &>(*n));
      n = next;
    }
  }

private:
  list_node end_;
};

} // namespace nostall::detail

#pragma once
/// Memory for coroutine frames and task records: small per-thread free lists.
///
/// Coroutine frames come in few sizes and die soon, so a free list answers most
/// requests without a trip to malloc. Blocks may be freed on another thread
/// than the one that made them; each list keeps at most `most_kept` blocks.
/// Under a sanitizer every request goes to operator new, so that a use after
/// free is seen.
#include <cstddef>
#include <new>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NOSTALL_PLAIN_NEW 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||     \
    __has_feature(memory_sanitizer)
#define NOSTALL_PLAIN_NEW 1
#endif
#endif

namespace nostall::detail {

class recycler {
public:
  static void *allocate(std::size_t size) {
#ifndef NOSTALL_PLAIN_NEW
    if (std::size_t k = (size + grain - 1) / grain; k < classes) [[likely]] {
      lists &mine = tls_;
      if (node *n = mine.head[k]) [[likely]] {
        mine.head[k] = n->next;
        --mine.count[k];
        return n;
      }
      return ::operator new(k * grain);
    }
#endif
    return ::operator new(size);
  }

  static void deallocate(void *p, std::size_t size) noexcept {
#ifndef NOSTALL_PLAIN_NEW
    if (std::size_t k = (size + grain - 1) / grain; k < classes) [[likely]] {
      lists &mine = tls_;
      if (mine.count[k] < mine.most || open()) [[likely]] {
        node *n = ::new (p) node{mine.head[k]};
        mine.head[k] = n;
        ++mine.count[k];
        return;
      }
    }
#else
    (void)size;
#endif
    ::operator delete(p);
  }

private:
  static constexpr std::size_t grain = 64;
  static constexpr std::size_t classes = 33; // up to 2 KiB
  static constexpr unsigned most_kept = 4096;

  struct node {
    node *next;
  };
  // Trivially destructible, so that reading it costs no guard; `sweep` frees
  // the lists when the thread ends.
  struct lists {
    node *head[classes];
    unsigned count[classes];
    unsigned most; // 0 before the first block comes back and after the sweep
    bool swept;
  };
  struct sweep {
    ~sweep();
  };
  /// Opens the lists of a new thread. False if there is no room any more.
  static bool open() noexcept;
  static constinit thread_local lists tls_;
};

} // namespace nostall::detail

// Coroutines that stand in a header, see lang/header_coroutine.cpp.
#include "coroutine.h"
#include <unistd.h>

inline mock::task<> in_header() {
  usleep(5);
  co_return;
}

template <typename T> mock::task<> template_in_header(T) {
  usleep(5);
  co_return;
}

inline mock::task<> clean_in_header() { co_await mock::yield(); }

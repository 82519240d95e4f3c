#include "readiness.hpp"
#include <cerrno>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>

namespace nostall::detail {

bool readiness::wait() {
  bool added = false;
  try {
    added = on()->readiness().add(fd_, *this);
  } catch (...) {
    forget();
    throw;
  }
  if (!added)
    forget();
  return added;
}

void readiness::abandon() noexcept {
  unlink();
  on()->readiness().remove(fd_);
}

readiness_table::~readiness_table() = default;

bool readiness_table::add(int fd, readiness &waiter) {
  auto &place = entries_[fd];
  if (!place) {
    if (spare_.empty()) {
      place = std::make_unique<entry>();
    } else {
      place = std::move(spare_.back());
      spare_.pop_back();
    }
    place->table = this;
    place->fd = fd;
    place->armed = 0;
  }
  entry &e = *place;
  (waiter.for_write() ? e.writers : e.readers).push_back(waiter);
  try {
    update(e);
  } catch (const std::system_error &error) {
    static_cast<operation &>(waiter).unlink();
    if (e.readers.empty() && e.writers.empty())
      entries_.erase(fd);
    if (error.code().value() == EPERM)
      return false; // a regular file
    throw;
  }
  return true;
}

void readiness_table::update(entry &e) {
  const std::uint32_t wanted =
      (e.readers.empty() ? 0u : unsigned(EPOLLIN) | EPOLLRDHUP) |
      (e.writers.empty() ? 0u : unsigned(EPOLLOUT));
  if (wanted == e.armed)
    return;
  if (!wanted) {
    loop_.unwatch(e.fd);
  } else if (!e.armed) {
    loop_.watch(e.fd, wanted, e);
  } else {
    loop_.rewatch(e.fd, wanted, e);
  }
  e.armed = wanted;
}

void readiness_table::remove(int fd) noexcept {
  auto found = entries_.find(fd);
  if (found == entries_.end())
    return;
  entry &e = *found->second;
  try {
    update(e);
  } catch (...) {
    // The descriptor was closed meanwhile: the kernel forgot it already.
  }
  if (e.readers.empty() && e.writers.empty()) {
    if (spare_.size() < 64)
      spare_.push_back(std::move(found->second));
    entries_.erase(found);
  }
}

void readiness_table::entry::on_events(std::uint32_t events) noexcept {
  const bool broken = events & (EPOLLERR | EPOLLHUP);
  if (broken || (events & (EPOLLIN | EPOLLRDHUP | EPOLLPRI)))
    while (!readers.empty())
      readers.pop_front().complete();
  if (broken || (events & EPOLLOUT))
    while (!writers.empty())
      writers.pop_front().complete();
  table->remove(fd);
}

void edge_source::open(int fd, loop &on) {
  try {
    on.watch(fd, EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET, *this);
  } catch (...) {
    ::close(fd);
    throw;
  }
  fd_ = fd;
  loop_ = &on;
}

void edge_source::close() noexcept {
  if (fd_ < 0)
    return;
  loop_->unwatch(fd_);
  ::close(std::exchange(fd_, -1));
  may_read_ = always_try_ = true;
  retry(readers_);
  retry(writers_);
}

void edge_source::retry(list<attempt> &waiting) noexcept {
  waiting.for_each([](attempt &a) {
    if (a.try_once()) {
      static_cast<operation &>(a).unlink();
      a.complete();
    }
  });
}

void edge_source::on_events(std::uint32_t events) noexcept {
  const bool broken = events & (EPOLLERR | EPOLLHUP);
  if (broken || (events & (EPOLLRDHUP | EPOLLPRI)))
    always_try_ = true; // a short read is not the last that can be had
  if (always_try_ || (events & EPOLLIN)) {
    may_read_ = true;
    retry(readers_);
  }
  if (broken || (events & EPOLLOUT))
    retry(writers_);
}

} // namespace nostall::detail

// RUN: %check_marks %s -- %flags -I%S/Inputs
// block_store: fixed-size blocks in a flat file, plus zero-copy export.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "task.h"

namespace store {

constexpr size_t block_size = 4096;
using block = std::array<std::byte, block_size>;

off_t offset_of(uint32_t n) { return off_t(n) * off_t(block_size); }

class BlockFile {
 public:
  explicit BlockFile(int fd) : fd_(fd) {}

  rt::task<block> get(uint32_t n) {
    block b;
    lseek(fd_, offset_of(n), SEEK_SET);               // OK: moves the offset only
    ssize_t k = ::read(fd_, b.data(), b.size()); // BAD: file
    if (k < 0) k = ::pread(fd_, b.data(), b.size(), offset_of(n)); // BAD: file
    pread64(fd_, b.data(), b.size(), 0); // BAD: file
    co_return b;
  }

  rt::task<> put(uint32_t n, const block& b) {
    ::write(fd_, b.data(), b.size()); // BAD: file
    ::pwrite(fd_, b.data(), b.size(), offset_of(n)); // BAD: file
    persist(); // BAD: file
    co_return;
  }

  rt::task<> put_many(std::span<iovec> v) {
    ::writev(fd_, v.data(), int(v.size())); // BAD: file
    ::pwritev(fd_, v.data(), int(v.size()), 0); // BAD: file
    ::pwritev2(fd_, v.data(), int(v.size()), 0, RWF_DSYNC); // BAD: file
    ::readv(fd_, v.data(), int(v.size())); // BAD: file
    ::preadv(fd_, v.data(), int(v.size()), 0); // BAD: file
    ::preadv2(fd_, v.data(), int(v.size()), 0, RWF_NOWAIT);  // OK: RWF_NOWAIT, page cache only
    co_return;
  }

  rt::task<> sync_levels() {
    ::fsync(fd_); // BAD: file
    ::fdatasync(fd_); // BAD: file
    ::syncfs(fd_); // BAD: file
    ::sync(); // BAD: file
    ::sync_file_range(fd_, 0, 0, SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER); // BAD: file
    ::posix_fadvise(fd_, 0, 0, POSIX_FADV_WILLNEED);  // OK: a hint
    co_return;
  }

  rt::task<> grow(off_t bytes) {
    ::posix_fallocate(fd_, 0, bytes); // BAD: file
    ::fallocate(fd_, 0, 0, bytes); // BAD: file
    int copy = ::dup(fd_);                            // OK: duplicates a descriptor
    ::fcntl(copy, F_SETFD, FD_CLOEXEC);               // OK: changes a flag
    co_return;
  }

  int fd() const { return fd_; }

 private:
  void persist() { ::fdatasync(fd_); }
  int fd_;
};

rt::task<> export_range(BlockFile& f, int sock, int pipe_w, int out_fd) {
  off_t off = 0;
  ::sendfile(sock, f.fd(), &off, 1 << 20); // BAD: socket
  ::splice(f.fd(), nullptr, pipe_w, nullptr, 65536, 0); // BAD: ipc
  ::splice(pipe_w, nullptr, sock, nullptr, 65536, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);  // OK: SPLICE_F_NONBLOCK
  ::tee(pipe_w, out_fd, 4096, SPLICE_F_NONBLOCK);                           // OK: SPLICE_F_NONBLOCK
  ::copy_file_range(f.fd(), nullptr, out_fd, nullptr, 1 << 20, 0); // BAD: file
  co_return;
}

rt::task<> with_mapping(BlockFile& f) {
  void* p = ::mmap(nullptr, block_size, PROT_READ | PROT_WRITE, MAP_SHARED, f.fd(), 0);  // OK: maps pages, no transfer
  ::msync(p, block_size, MS_SYNC); // BAD: file
  ::msync(p, block_size, MS_ASYNC);                   // OK: MS_ASYNC
  ::madvise(p, block_size, MADV_WILLNEED);            // OK: a hint
  ::munmap(p, block_size);                            // OK: unmaps
  co_return;
}

rt::task<int> open_store(std::string path) {
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT, 0644); // BAD: file
  int dir = ::openat(AT_FDCWD, path.c_str(), O_RDONLY); // BAD: file
  int made = ::creat(path.c_str(), 0600); // BAD: file
  char tmpl[] = "/var/lib/store/XXXXXX";
  int tmp = ::mkstemp(tmpl); // BAD: file
  int mem = ::memfd_create("scratch", MFD_CLOEXEC);           // OK: anonymous memory
  co_return fd + dir + made + tmp + mem;
}

// The class below is asynchronous; only its method names are POSIX ones.
class AsyncBlockFile {
 public:
  rt::task<ssize_t> read(void* p, size_t n);
  rt::task<ssize_t> write(const void* p, size_t n);
  rt::task<> fsync();
};

rt::task<> copy_block(AsyncBlockFile& from, AsyncBlockFile& to) {
  block b;
  ssize_t n = co_await from.read(b.data(), b.size());  // OK: awaited member of the user's class
  co_await to.write(b.data(), size_t(n));              // OK: awaited member of the user's class
  co_await to.fsync();                                 // OK: awaited member of the user's class
}

// Offline compaction, run by a separate command.
void compact(int fd) {
  block b;
  while (::read(fd, b.data(), b.size()) > 0) {         // OK: plain function, called by no coroutine
    ::write(fd, b.data(), b.size());                   // OK: plain function, called by no coroutine
  }
  ::fsync(fd);                                         // OK: plain function, called by no coroutine
}

}  // namespace store

// RUN: %check_marks %s -- %flags -I%S/Inputs
// Media server: frame sources behind interfaces.
#include <fcntl.h>
#include <linux/videodev2.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "task.h"

namespace media {

struct Frame {
  std::vector<unsigned char> bytes;
};

// Only implementation in this program: a camera that blocks.
class Camera {
 public:
  virtual ~Camera() = default;
  virtual Frame grab() = 0;
  virtual std::string model() const = 0;
};

class V4lCamera final : public Camera {
 public:
  explicit V4lCamera(int fd) : fd_(fd) {}
  Frame grab() override {
    Frame f;
    f.bytes.resize(1 << 16);
    ssize_t n = ::read(fd_, f.bytes.data(), f.bytes.size());
    f.bytes.resize(n > 0 ? std::size_t(n) : 0);
    return f;
  }
  std::string model() const override { return "v4l"; }

 private:
  int fd_;
};

// Every implementation is harmless.
class Filter {
 public:
  virtual ~Filter() = default;
  virtual void apply(Frame& f) = 0;
  virtual void read(Frame& f) { apply(f); }
};
class Invert : public Filter {
  void apply(Frame& f) override {
    for (auto& b : f.bytes) b = static_cast<unsigned char>(~b);
  }
};
class Crop : public Filter {
  void apply(Frame& f) override { f.bytes.resize(f.bytes.size() / 2); }
};

// Template method: the base calls hooks that the derived class fills in.
class Uploader {
 public:
  virtual ~Uploader() = default;
  int upload(const Frame& f) {
    prepare();
    return transfer(f);
  }
  virtual int flush() { return 0; }

 protected:
  virtual void prepare() {}
  virtual int transfer(const Frame& f) = 0;
};

class TcpUploader final : public Uploader {
 public:
  explicit TcpUploader(int fd) : fd_(fd) {}
  int flush() override { return ::fsync(fd_); }

 protected:
  int transfer(const Frame& f) override { return int(::send(fd_, f.bytes.data(), f.bytes.size(), 0)); }

 private:
  int fd_;
};

class NullUploader final : public Uploader {
 protected:
  int transfer(const Frame&) override { return 0; }
};

class Sleeper {
 public:
  virtual ~Sleeper() = default;
  virtual void rest() { ::sleep(1); }
};
class LightSleeper : public Sleeper {
 public:
  void rest() override {}
};
class DeepSleeper : public Sleeper {
 public:
  void rest() override {
    Sleeper::rest();
    Sleeper::rest();
  }
};

rt::task<std::size_t> capture(Camera& cam, std::shared_ptr<Camera> shared) {
  Frame a = cam.grab(); // BAD: file
  Frame b = shared->grab(); // BAD: file
  std::string m = cam.model();                            // OK: returns a constant
  V4lCamera own(3);
  Frame c = own.grab(); // BAD: file
  std::unique_ptr<Camera> p = std::make_unique<V4lCamera>(4);  // OK: stores a descriptor
  Frame d = p->grab(); // BAD: file
  Camera* raw = p.get();                                  // OK: unique_ptr::get
  Frame e = raw->grab(); // BAD: file
  co_return a.bytes.size() + b.bytes.size() + c.bytes.size() + d.bytes.size() + e.bytes.size() + m.size();
}

rt::task<> filters(std::vector<std::unique_ptr<Filter>>& fs, Frame& f) {
  for (auto& x : fs) x->apply(f);                         // OK: every override only computes
  for (auto& x : fs) x->read(f);                          // OK: every override only computes
  Invert i;
  static_cast<Filter&>(i).apply(f);                       // OK: computes
  co_return;
}

rt::task<int> uploads(Frame f) {
  TcpUploader tcp(7);
  int n = tcp.upload(f); // BAD: socket
  n += tcp.flush(); // BAD: file
  NullUploader null;
  n += null.flush();                                      // OK: base version returns zero
  Uploader& u = tcp;
  n += u.flush(); // BAD: file
  n += tcp.Uploader::flush();                             // OK: qualified call of the empty base version
  co_return n;
}

rt::task<> sleepers() {
  Sleeper s;
  s.rest(); // BAD: sleep
  LightSleeper l;
  l.rest();                                               // OK: override does nothing
  l.Sleeper::rest(); // BAD: sleep
  DeepSleeper d;
  d.rest(); // BAD: sleep
  auto made = std::make_unique<DeepSleeper>();
  made->rest(); // BAD: sleep
  auto light = std::make_unique<LightSleeper>();
  light->rest();                                          // OK: override does nothing
  co_return;
}

// A coroutine as an override.
class Stage {
 public:
  virtual ~Stage() = default;
  virtual rt::task<> run() = 0;
};
class SlowStage final : public Stage {
 public:
  rt::task<> run() override {
    ::sleep(2); // BAD: sleep
    co_return;
  }
};
class GoodStage final : public Stage {
 public:
  rt::task<> run() override {
    co_await rt::async_sleep(std::chrono::seconds(2));    // OK: asynchronous timer
  }
};

rt::task<> pipeline(std::vector<std::unique_ptr<Stage>> stages) {
  for (auto& s : stages) co_await s->run();               // OK: reported in the override itself
}

void record_to_disk(Camera& cam) {
  for (int i = 0; i < 100; ++i) cam.grab();               // OK: plain function, called by no coroutine
}

}  // namespace media

#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace orders {

/// Who did what.
class audit_log {
public:
  virtual ~audit_log() = default;
  virtual void write(const std::string &line) = 0;
};

/// Keeps each line even if the power fails.
class file_log final : public audit_log {
public:
  explicit file_log(const std::string &file)
      : fd_(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT, 0640)) {
    if (fd_ < 0)
      throw std::system_error(errno, std::generic_category(), file);
  }
  file_log(const file_log &) = delete;
  file_log &operator=(const file_log &) = delete;
  ~file_log() override { ::close(fd_); }

  void write(const std::string &line) override {
    if (::write(fd_, line.data(), line.size()) < 0 || ::fsync(fd_) != 0)
      throw std::system_error(errno, std::generic_category(), "audit log");
  }

private:
  int fd_;
};

class null_log final : public audit_log {
public:
  void write(const std::string &) override {}
};

} // namespace orders

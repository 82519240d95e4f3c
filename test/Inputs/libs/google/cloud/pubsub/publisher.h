// Declarations of the Google Cloud C++ client libraries for tests; see ../../../README.md.
#pragma once
#include <functional>
#include <google/cloud/future.h>

namespace google::cloud::pubsub {
inline namespace v2_20_0 {
class Publisher {
public:
  future<StatusOr<std::string>> Publish(const std::string &message);
};
class BlockingPublisher {
public:
  StatusOr<std::string> Publish(const std::string &message);
};
class Subscriber {
public:
  future<Status> Subscribe(std::function<void(const std::string &)> callback);
  StatusOr<std::string> Pull();
};
} // namespace v2_20_0
} // namespace google::cloud::pubsub

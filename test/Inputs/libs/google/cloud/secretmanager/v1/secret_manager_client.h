// Declarations of the Google Cloud C++ client libraries for tests; see ../../../../README.md.
#pragma once
#include <google/cloud/future.h>

namespace google::cloud::secretmanager_v1 {
inline namespace v2_20_0 {
class Secret {};
class SecretManagerServiceClient {
public:
  StatusOr<Secret> GetSecret(const std::string &name);
  StreamRange<Secret> ListSecrets(const std::string &parent);
  future<StatusOr<Secret>> AsyncGetSecret(const std::string &name);
};
} // namespace v2_20_0
} // namespace google::cloud::secretmanager_v1

// Declarations of the AWS SDK for tests; see ../../README.md.
#pragma once
#include <functional>
#include <future>

namespace Aws {
struct SDKOptions {};
void InitAPI(const SDKOptions &options);

namespace S3 {
namespace Model {
struct GetObjectRequest {};
struct GetObjectOutcome {};
using GetObjectOutcomeCallable = std::future<GetObjectOutcome>;
} // namespace Model

class S3Client {
public:
  Model::GetObjectOutcome GetObject(const Model::GetObjectRequest &request) const;
  Model::GetObjectOutcomeCallable GetObjectCallable(const Model::GetObjectRequest &request) const;
  void GetObjectAsync(const Model::GetObjectRequest &request,
                      const std::function<void(const Model::GetObjectOutcome &)> &handler) const;
  void OverrideEndpoint(const char *endpoint);
};
} // namespace S3
} // namespace Aws

// Declarations of the AWS SDK for tests; see ../../README.md.
#pragma once
#include <memory>
#include <string>

namespace Aws {
using String = std::string;
namespace Auth {
class AWSCredentials {};
class AWSCredentialsProvider {
public:
  virtual AWSCredentials GetAWSCredentials() = 0;
};
class InstanceProfileCredentialsProvider : public AWSCredentialsProvider {
public:
  AWSCredentials GetAWSCredentials() override;
};
class SimpleAWSCredentialsProvider : public AWSCredentialsProvider {
public:
  AWSCredentials GetAWSCredentials() override;
};
} // namespace Auth
namespace Transfer {
class TransferHandle {
public:
  void WaitUntilFinished() const;
  int GetStatus() const;
};
class TransferManager {
public:
  std::shared_ptr<TransferHandle> UploadFile(const String &file, const String &bucket);
};
} // namespace Transfer
} // namespace Aws

// Declarations of MySQL Connector/C++ for tests; see README.md.
#pragma once
#include <cppconn/connection.h>

namespace sql {
class Driver {
public:
  virtual Connection *connect(const SQLString &host, const SQLString &user, const SQLString &password) = 0;
  virtual void threadInit() = 0;
};
namespace mysql {
class MySQL_Driver : public Driver {
public:
  Connection *connect(const SQLString &host, const SQLString &user, const SQLString &password) override;
  void threadInit() override;
};
MySQL_Driver *get_driver_instance();
} // namespace mysql
} // namespace sql

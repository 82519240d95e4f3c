// POCO on its own headers: settings, folders, logs, and the streams over sockets and pipes.
// REQUIRES: poco
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <Poco/Data/RecordSet.h>
#include <Poco/Data/Session.h>
#include <Poco/DirectoryIterator.h>
#include <Poco/FileChannel.h>
#include <Poco/Glob.h>
#include <Poco/Net/NetworkInterface.h>
#include <Poco/Net/SocketStream.h>
#include <Poco/PipeStream.h>
#include <Poco/Util/PropertyFileConfiguration.h>
#include <set>
#include <sstream>

mock::task<> files(Poco::Util::PropertyFileConfiguration &settings, std::istream &stream, Poco::FileChannel &log,
                   const Poco::Message &line) {
  settings.load("a.properties");                      // BAD: file
  settings.load(stream);                              // OK: where the stream is, it is not known
  settings.getString("a", "");                        // OK: in memory
  Poco::DirectoryIterator end;                        // OK: the end
  Poco::DirectoryIterator folder(std::string("/srv")); // BAD: file
  ++folder;                                           // BAD: file
  folder.path();                                      // OK: only looks
  std::set<std::string> names;
  Poco::Glob::glob("*.log", names);                   // BAD: file
  Poco::Glob("*.log").match("a.log");                 // OK: works on the text
  log.log(line);                                      // BAD: file
  log.getProperty("path");                            // OK: only looks
  co_return;
}

mock::task<> streams(Poco::Net::SocketStream &socket, Poco::PipeInputStream &pipe, std::string &line,
                     Poco::Data::Session &session) {
  socket << "text" << std::flush;                     // BAD: socket
  std::getline(socket, line);                         // BAD: socket
  std::getline(pipe, line);                           // BAD: ipc
  std::istringstream memory(line);
  std::getline(memory, line);                         // OK: in memory
  Poco::Data::RecordSet rows(session, "SELECT 1");    // BAD: database
  rows.rowCount();                                    // OK: in memory
  session.close();                                    // BAD: database
  Poco::Net::NetworkInterface::list();                // BAD: socket
  Poco::Net::NetworkInterface().name();               // OK: in memory
  co_return;
}

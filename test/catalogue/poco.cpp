// POCO on its own headers: Foundation, Net and Data.
// REQUIRES: poco
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <Poco/ActiveResult.h>
#include <Poco/Condition.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Event.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/NotificationQueue.h>
#include <Poco/Process.h>
#include <Poco/Thread.h>
#include <unistd.h>

using namespace Poco;

mock::task<> wait(Event &event, Condition &condition, FastMutex &mutex, NotificationQueue &queue, Thread &thread,
                  ActiveResult<int> &result, ProcessHandle &process) {
  event.wait();                      // BAD: wait
  event.tryWait(0);                  // OK: only looks
  event.tryWait(100);                // BAD: wait
  event.set();                       // OK: wakes others
  condition.wait(mutex);             // BAD: wait
  condition.signal();                // OK: wakes others
  mutex.tryLock();                   // OK: gives up at once
  mutex.tryLock(100);                // BAD: lock
  queue.waitDequeueNotification();   // BAD: wait
  queue.dequeueNotification();       // OK: takes what is there
  thread.startFunc([] { usleep(5); }); // OK: a thread of its own
  thread.join();                     // BAD: wait
  thread.isRunning();                // OK: only looks
  Thread::sleep(5);                  // BAD: sleep
  result.wait();                     // BAD: wait
  result.available();                // OK: only looks
  process.tryWait();                 // OK: only asks
  process.wait();                    // BAD: process
  co_return;
}

mock::task<> talk(Net::StreamSocket &socket, Net::ServerSocket &server, Net::HTTPClientSession &session,
                  Net::HTTPRequest &request, Net::HTTPResponse &response, char *text) {
  socket.connect(Net::SocketAddress(Net::IPAddress(), 80)); // BAD: socket
  socket.connectNB(Net::SocketAddress(Net::IPAddress(), 80)); // OK: only begins to
  socket.receiveBytes(text, 8);  // BAD: socket
  socket.sendBytes(text, 8);     // BAD: socket
  socket.poll(0, 1);             // FALSE: socket: the 0 becomes a Timespan, which is no number
  socket.poll(Timespan(5, 0), 1); // BAD: socket
  socket.available();            // OK: only looks
  socket.setBlocking(false);     // OK: sets a flag
  socket.receiveBytes(text, 8);  // OK: does not wait any more
  server.acceptConnection();     // BAD: socket
  Net::DNS::hostByName("db");    // BAD: dns
  session.sendRequest(request);  // BAD: http
  session.receiveResponse(response); // BAD: http
  session.setKeepAlive(true);    // OK: only remembers it
  co_return;
}

mock::task<> query(Data::Session &session, Data::Statement &statement) {
  Data::Session other("MySQL", "host=db"); // BAD: database
  session.begin();                         // BAD: database
  statement.execute();                     // BAD: database
  statement.executeAsync();                // OK: another thread does it
  statement.toString();                    // OK: works on the text
  session.commit();                        // BAD: database
  session.isConnected();                   // OK: only looks
  co_return;
}

// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: who has asked a socket how much is there reads that at
// once, and no more.
#include <boost/asio.hpp>

using boost::asio::ip::tcp;
using boost::asio::ip::udp;

struct session {
  tcp::socket socket;
  udp::socket packets;
  char text[512];
  udp::endpoint from;
  void on_length(std::size_t wanted) {
    boost::system::error_code failed;
    if (socket.available(failed) >= wanted)
      boost::asio::read(socket, boost::asio::buffer(text, wanted), failed); // OK: it is there
    boost::asio::read(socket, boost::asio::buffer(text, wanted), failed);   // BAD: socket
  }
  void on_some() {
    if (socket.available() != 0)
      socket.read_some(boost::asio::buffer(text)); // OK: it is there
    else
      socket.read_some(boost::asio::buffer(text)); // BAD: socket
  }
  void on_something() {
    if (socket.available() != 0)
      boost::asio::read(socket, boost::asio::buffer(text)); // BAD: socket
  }
  void on_more() {
    socket.available();
    socket.read_some(boost::asio::buffer(text));         // OK: it is there
    boost::asio::read(socket, boost::asio::buffer(text)); // BAD: socket
  }
  void on_packet() {
    boost::system::error_code failed;
    std::size_t more = packets.available(failed);
    while (!failed && more) {
      packets.receive_from(boost::asio::buffer(text), from, 0, failed); // OK: it is there
      more = packets.available(failed);
    }
  }
  void on_two_packets() {
    packets.available();
    packets.receive(boost::asio::buffer(text)); // OK: it is there
    packets.receive(boost::asio::buffer(text)); // BAD: socket
  }
};

void start(session &s, boost::asio::io_context &loop) {
  boost::asio::post(loop, std::bind(&session::on_length, &s, 5));
  boost::asio::post(loop, std::bind(&session::on_some, &s));
  boost::asio::post(loop, std::bind(&session::on_something, &s));
  boost::asio::post(loop, std::bind(&session::on_more, &s));
  boost::asio::post(loop, std::bind(&session::on_packet, &s));
  boost::asio::post(loop, std::bind(&session::on_two_packets, &s));
}

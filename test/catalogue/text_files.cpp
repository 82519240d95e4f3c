// Libraries that read texts: yaml-cpp, pugixml, TinyXML-2 and Protocol Buffers on their own headers.
// REQUIRES: yaml-cpp, pugixml, tinyxml2, protobuf
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <fstream>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/message.h>
#include <pugixml.hpp>
#include <sstream>
#include <tinyxml2.h>
#include <yaml-cpp/yaml.h>

mock::task<> load(std::string text, pugi::xml_document &pages, tinyxml2::XMLDocument &book) {
  YAML::LoadFile("a.yaml");       // BAD: file
  YAML::Load(text);               // OK: in memory
  pages.load_file("a.xml");       // BAD: file
  pages.load_string("<a/>");      // OK: in memory
  pages.save_file("b.xml");       // BAD: file
  pages.child("a");               // OK: in memory
  book.LoadFile("a.xml");         // BAD: file
  book.Parse("<a/>");             // OK: in memory
  book.SaveFile("b.xml");         // BAD: file
  co_return;
}

mock::task<> messages(google::protobuf::Message &message, int socket, std::string text, std::ifstream &file,
                      std::istringstream &memory, google::protobuf::io::FileOutputStream &output) {
  message.ParseFromFileDescriptor(socket);  // BAD: file
  message.ParseFromString(text);            // OK: in memory
  message.SerializeToFileDescriptor(socket); // BAD: file
  message.SerializeAsString();              // OK: in memory
  message.ParseFromIstream(&file);          // BAD: file
  message.ParseFromIstream(&memory);        // OK: in memory
  output.Flush();                           // BAD: file
  output.ByteCount();                       // OK: only looks
  co_return;
}

// Boost.Filesystem on its own headers.
// REQUIRES: boost
// RUN: %check_marks %s --profile=strict -- %flags
#include "coroutine.h"

#include <boost/filesystem.hpp>
#include <boost/filesystem/string_file.hpp>

namespace fs = boost::filesystem;

mock::task<> clean(fs::path folder) {
  fs::remove_all(folder);                 // BAD: file
  fs::copy_file(folder / "a", folder / "b"); // BAD: file
  folder.parent_path();                   // OK: works on the text
  folder.filename();                      // OK: the same
  fs::exists(folder);                     // BAD: file
  folder.has_extension();                 // OK: works on the text
  co_return;
}

mock::task<> whole(fs::path file, std::string &text) {
  fs::load_string_file(file, text); // BAD: file
  fs::save_string_file(file, text); // BAD: file
  text = file.string();             // OK: works on the text
  co_return;
}

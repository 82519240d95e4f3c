"""Makes a source with the longest name that Linux has, far down.

usage: long_paths.py FOLDER INPUTS
"""

import json
import os
import sys

folder, inputs = sys.argv[1:]
deep = folder
while len(deep) < 3000:
    deep = os.path.join(deep, "d" * 250)
os.makedirs(deep)
name = "a" * 251 + ".cpp"
with open(os.path.join(deep, name), "w") as file:
    file.write('#include "coroutine.h"\n#include <unistd.h>\nmock::task<> a() { usleep(1); co_return; }\n')
with open(os.path.join(folder, "compile_commands.json"), "w") as file:
    command = ["g++", "-std=c++20", "-I" + inputs, "-c", os.path.join(deep, name)]
    json.dump([{"directory": folder, "file": command[-1], "arguments": command}], file)

"""Reads catalogue files in Python as the tool reads them."""

import yaml


class Loader(yaml.SafeLoader):
    """Knows true and false, but takes `on` and `null` for the keys that they are."""


def is_word(tag, letter):
    kind = tag.rsplit(":", 1)[-1]
    return kind == "bool" and letter not in "tTfF" or kind == "null" and letter != ""


Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not is_word(tag, letter)]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader)

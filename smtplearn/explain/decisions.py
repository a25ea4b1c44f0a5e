"""Why a mail bounced: a tree of questions, and the way that one reply takes through it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from smtplearn.facts import toml
from smtplearn.lookup import symptoms_in
from smtplearn.text import Shown, say

ROOT = "start"
_LONGEST = 600  # characters of a reply's text whose words are looked at


@dataclass(frozen=True)
class Node:
    """A question of the tree, or an end of it; an end names who must act."""

    id: str
    under: str = ""
    answer: tuple[int, ...] = ()
    actor: str = ""
    enhanced: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()
    codes_alone: tuple[int, ...] = ()
    symptoms: tuple[str, ...] = ()
    sure: bool = False

    @property
    def is_end(self) -> bool:
        """Whether no question follows."""
        return bool(self.actor)

    @property
    def label(self) -> str:
        """The answer that leads here, in a few words."""
        return say(f"bounce-{self.id}.answer") if self.under else ""

    @property
    def question(self) -> str:
        """What is asked here; empty for an end."""
        return "" if self.is_end else say(f"bounce-{self.id}")

    @property
    def first(self) -> str:
        """The first thing to do at this end, as part of a sentence; empty for a question."""
        return say(f"bounce-{self.id}") if self.is_end else ""


@dataclass(frozen=True)
class Tree(Shown):
    """The whole tree. `path` holds the ids from the root to the end that a reply leads to; it may be empty."""

    nodes: tuple[Node, ...]
    path: tuple[str, ...] = ()

    def children(self, id: str) -> tuple[Node, ...]:
        """The answers to a question, in their order."""
        return tuple(node for node in self.nodes if node.under == id)

    @property
    def rows(self) -> tuple[tuple[int, Node], ...]:
        """Every node below the root with its depth, from 1, in the order of reading."""
        found: list[tuple[int, Node]] = []

        def walk(id: str, depth: int) -> None:
            for node in self.children(id):
                found.append((depth, node))
                walk(node.id, depth + 1)

        walk(ROOT, 1)
        return tuple(found)


@dataclass(frozen=True)
class Placed:
    """Where a reply stands in the tree: the nodes from the root to an end, and what decided.

    `by` is provider, enhanced, words, code or class: the strongest sign that was there.
    """

    nodes: tuple[Node, ...]
    by: str = field(default="class")

    @property
    def end(self) -> Node:
        """The end of the way."""
        return self.nodes[-1]

    @property
    def path(self) -> tuple[str, ...]:
        """The ids of the way, for `decision_tree`."""
        return tuple(node.id for node in self.nodes)


def place(code: int | None, enhanced: str | None, text: str = "", told: tuple[str, ...] = ()) -> Placed:
    """The way of one reply through the tree; `told` is where a known form of a provider leads, if its class agrees.

    A reply code that is sent in one case alone decides first, then a detail that an end names, then the words of the
    text, then the subject, then the reply code.
    """
    digit = code // 100 if code else int(enhanced[0]) if enhanced else 0
    branch = next((node for node in _nodes().values() if digit in node.answer), _nodes()["no-reply"])
    ends = [node for node in _nodes().values() if node.is_end and branch in _way(node)]
    for end in told:
        if end and _nodes()[end] in ends:
            return Placed(_way(_nodes()[end]), "provider")
    if len(ends) == 1:
        return Placed(_way(ends[0]))
    subject, detail = enhanced.split(".")[1:] if enhanced else ("", "")
    exact = [node for node in ends if enhanced and f"{subject}.{detail}" in node.enhanced]
    alone = [node for node in ends if code in node.codes_alone and node not in exact]
    if alone:
        return Placed(_way(alone[0]), "code")
    if exact:
        return Placed(_way(exact[0]), "enhanced")
    named = symptoms_in(text[:_LONGEST])
    for among in ([node for node in ends if node.sure], ends):
        for symptom in named:
            for node in among:
                if symptom in node.symptoms:
                    return Placed(_way(node), "words")
    if subject not in ("", "0") and (subject, detail) != ("5", "0"):  # X.5.0 tells no more than X.0.0
        for node in ends:
            if subject in node.enhanced:
                return Placed(_way(node), "enhanced")
    for node in ends:
        if code in node.codes:
            return Placed(_way(node), "code")
    return Placed(_way(next(node for node in ends if "0" in node.enhanced)))


def decision_tree(path: tuple[str, ...] = ()) -> Tree:
    """The tree "why did my mail bounce" as a picture and a list; with a path, that way is marked."""
    return Tree(tuple(_nodes().values()), path)


def _way(node: Node) -> tuple[Node, ...]:
    return (*_way(_nodes()[node.under]), node) if node.under else (node,)


@cache
def _nodes() -> Mapping[str, Node]:
    return {row["id"]: _node(row) for row in toml("bounce.toml")["node"]}


def _node(row: Mapping[str, Any]) -> Node:
    lists = {name: tuple(row.get(name, ())) for name in ("answer", "enhanced", "codes", "codes_alone", "symptoms")}
    return Node(
        id=row["id"], under=row.get("under", ""), actor=row.get("actor", ""), sure=row.get("sure", False), **lists
    )

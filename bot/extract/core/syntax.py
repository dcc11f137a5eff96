"""Who depends on whom: a greedy transition parser over part-of-speech tags, for sentences with a cue in them.

Arc-standard (Nivre 2004) with few relation names, only as many as tell what a cue governs. Each step is one
decision of a linear classifier; features after Zhang and Nivre (2011), cut to what pays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.extract.core.tokens import Tokens

ROOT = -1
_NONE = "^"
LONGEST = 120  # tokens; a longer sentence is parsed in pieces
RELATIONS = {
    **dict.fromkeys(("nsubj", "nsubjpass", "csubj", "csubjpass"), "S"),
    **dict.fromkeys(("ccomp", "parataxis"), "C"),
    "xcomp": "X",
    **dict.fromkeys(("advcl",), "V"),
    **dict.fromkeys(("acl",), "A"),
    **dict.fromkeys(("dobj", "iobj"), "D"),
    **dict.fromkeys(("nmod",), "N"),
    **dict.fromkeys(("conj",), "J"),
    **dict.fromkeys(("mark",), "M"),
    **dict.fromkeys(("punct",), "P"),
    **dict.fromkeys(("dep",), "E"),
}
OTHER = "o"


class State:
    """A sentence on its way to a tree. `stack` holds token numbers, `head` and `relation` what is decided."""

    __slots__ = ("head", "left", "next", "pos", "relation", "right", "size", "stack", "word")

    def __init__(self, word: list[str], pos: list[str]) -> None:
        self.word, self.pos = word, pos
        self.size, self.next, self.stack = len(word), 0, []
        self.head = [ROOT] * self.size
        self.relation = [OTHER] * self.size
        self.left: list[int] = [-1] * self.size  # leftmost child
        self.right: list[int] = [-1] * self.size  # rightmost child

    def done(self) -> bool:
        return self.next == self.size and len(self.stack) <= 1

    def step(self, action: str) -> None:
        """"S" shift; "L?" the second of the stack hangs on the top; "R?" the top on the second."""
        if action == "S":
            self.stack.append(self.next)
            self.next += 1
        elif action[0] == "L":
            self._hang(self.stack.pop(-2), self.stack[-1], action[1])
        else:
            child = self.stack.pop()
            self._hang(child, self.stack[-1], action[1])

    def _hang(self, child: int, head: int, relation: str) -> None:
        self.head[child], self.relation[child] = head, relation
        if child < head:
            if self.left[head] < 0 or child < self.left[head]:
                self.left[head] = child
        elif child > self.right[head]:
            self.right[head] = child

    def attributes(self) -> list[str]:
        """What the classifier sees."""
        word, pos, stack = self.word, self.pos, self.stack
        n = self.next
        a = stack[-1] if stack else -1
        b = stack[-2] if len(stack) > 1 else -1
        c = stack[-3] if len(stack) > 2 else -1
        aw, ap = (word[a], pos[a]) if a >= 0 else (_NONE, _NONE)
        bw, bp = (word[b], pos[b]) if b >= 0 else (_NONE, _NONE)
        cp = pos[c] if c >= 0 else _NONE
        nw, np = (word[n], pos[n]) if n < self.size else (_NONE, _NONE)
        mw, mp = (word[n + 1], pos[n + 1]) if n + 1 < self.size else (_NONE, _NONE)
        op = pos[n + 2] if n + 2 < self.size else _NONE
        al = self.relation[self.left[a]] + pos[self.left[a]] if a >= 0 and self.left[a] >= 0 else _NONE
        ar = self.relation[self.right[a]] + pos[self.right[a]] if a >= 0 and self.right[a] >= 0 else _NONE
        bl = self.relation[self.left[b]] + pos[self.left[b]] if b >= 0 and self.left[b] >= 0 else _NONE
        br = self.relation[self.right[b]] + pos[self.right[b]] if b >= 0 and self.right[b] >= 0 else _NONE
        gap = min(a - b, 6) if b >= 0 else 0
        ab = ap + " " + bp
        return [
            "1" + aw + ap, "2" + bw + bp, "3" + nw + np, "4" + ab, "5" + ap + " " + np, "6" + aw + " " + bw,
            "7" + aw + " " + bp, "8" + ap + " " + bw, "9" + ab + " " + np, "a" + ab + " " + np + " " + mp, "b" + cp + " " + ab,
            "c" + aw + " " + np, "d" + nw + " " + ap, "e" + np + " " + mp + " " + ap, "f" + ab + al, "g" + ab + ar,
            "h" + ab + bl, "i" + ab + br, "j" + ab + str(gap), "k" + bw + " " + nw, "l" + aw + br, "m" + bw + al, "n" + bw + br + np,
            "o" + bp + " " + np + br, "p" + ap + al + ar, "q" + mw + mp + ap, "r" + np + mp + op, "s" + bw + " " + ap + " " + np,
            "t" + aw + " " + bp + " " + np, "u" + cp + ab + np,
        ]


def parse(word: list[str], pos: list[str], decide: Callable[[list[str]], str]) -> State:
    """The tree of a sentence, deciding step by step; impossible decisions become the nearest possible one."""
    state = State(word, pos)
    while not state.done():
        if len(state.stack) < 2:
            state.step("S")
            continue
        action = decide(state.attributes())
        if action == "S" and state.next == state.size:
            action = "RE"
        state.step(action)
    return state


def oracle(word: list[str], pos: list[str], head: list[int], relation: list[str]) -> list[tuple[list[str], str]]:
    """Attributes and right decision of every step towards a gold tree; of one that crosses itself, as far as it goes."""
    state = State(word, pos)
    waiting = [0] * (len(word) + 1)
    for h in head:
        waiting[h] += 1
    steps = []
    while not state.done():
        if len(state.stack) < 2:
            state.step("S")
            continue
        a, b = state.stack[-1], state.stack[-2]
        if head[b] == a and not waiting[b]:
            action = "L" + relation[b]
            waiting[a] -= 1
        elif head[a] == b and not waiting[a]:
            action = "R" + relation[a]
            waiting[b] -= 1
        elif state.next < state.size:
            action = "S"
        else:
            break
        steps.append((state.attributes(), action))
        state.step(action)
    return steps

"""Whether promises were kept: loaded facts, pure rules, and the judgement that each sync writes."""

from __future__ import annotations

from app.services.calls.promises.judging.judge import Judged, judge_accounts, judge_promises

__all__ = ["Judged", "judge_accounts", "judge_promises"]

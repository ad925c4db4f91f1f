"""Whether promises were kept: loaded facts, pure rules, and the judgement that each sync writes."""

"""The live-migration screen: its form, its answer, its charts, the policy to paste, how sure it is and how to measure."""

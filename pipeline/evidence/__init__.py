"""Whether a narrative is evidence of what is reported: rules that work offline, and say the words they matched."""

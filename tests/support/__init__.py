"""What tests share: the seed's plan and submissions, without files."""

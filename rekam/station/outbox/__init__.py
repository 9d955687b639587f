"""What was recorded here and sealed: kept until the office has proved that it holds it twice."""

"""What a quiz is: slots, settings, review rules; packages of whole courses. Knows no learners."""

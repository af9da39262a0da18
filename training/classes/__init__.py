"""The year's plan, classes of one or more courses, meetings, enrolment."""

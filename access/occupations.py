"""The closed list of jobs, and which of them may read a child's record.

The children consulted in 2007 asked that receptionists should not have access (Children's Rights Director, "Making
ContactPoint Work"). So access follows the person's own work with children: reception, clerical and other assisting
jobs may hold an account (to administer others, say) but never a role that reads records.
"""

from django.db import models


class Occupation(models.TextChoices):
    TEACHER = "teacher", "Teacher or head teacher"
    EDUCATION_WELFARE = "education-welfare", "Education welfare or special educational needs officer"
    SOCIAL_WORKER = "social-worker", "Social worker"
    DOCTOR = "doctor", "Doctor"
    NURSE = "nurse", "Nurse, midwife or health visitor"
    THERAPIST = "therapist", "Therapist or psychologist"
    POLICE_OFFICER = "police-officer", "Police officer"
    YOUTH_WORKER = "youth-worker", "Youth worker or youth offending worker"
    FAMILY_WORKER = "family-worker", "Family support or voluntary-sector case worker"
    REGISTER_OFFICER = "register-officer", "Officer of a council's ContactPoint team"
    RECEPTION = "reception", "Receptionist"
    CLERICAL = "clerical", "Clerical or administrative job"
    OTHER = "other", "Another job"


MAY_READ_RECORDS = frozenset(Occupation) - {Occupation.RECEPTION, Occupation.CLERICAL, Occupation.OTHER}

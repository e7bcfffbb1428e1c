"""The wider candidate search once more: with the birth date as given, one name may be wrong by more than a slip.

Two branches are added to those of the function before: 9 the birth date, the family name one slip away, and a given name
that begins with one of these letters; 10 the same the other way round. Each has a b-tree and stops at the limit.
"""

import importlib

from django.db import migrations

_BEFORE = importlib.import_module("shielding.migrations.0003_candidates_nearby")

DROP_BEFORE = (
    "DROP FUNCTION shielding_candidates_nearby"
    "(date, text[], text[], text[], text[], date[], date, date, boolean, integer);"
)
DROP = (
    "DROP FUNCTION shielding_candidates_nearby"
    "(date, text[], text[], text[], text[], text[], text[], date[], date, date, boolean, integer);"
)
_ONE_NAME = """
        RETURN QUERY SELECT 9, {columns}
            WHERE k.born_first = born AND k.family_code = ANY (near_family) AND left(k.given, 1) = ANY (given_initials)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
        RETURN QUERY SELECT 10, {columns}
            WHERE k.born_first = born AND k.given_code = ANY (near_given) AND left(k.family, 1) = ANY (family_initials)
                AND NOT (withheld_fact AND k.withheld) LIMIT most;
    ELSE
""".replace("{columns}", _BEFORE._COLUMNS)
CREATE = _BEFORE.CREATE.replace(
    "near_given text[], births", "near_given text[], family_initials text[], given_initials text[], births"
).replace("    ELSE\n", _ONE_NAME.lstrip("\n"))


class Migration(migrations.Migration):
    dependencies = [("shielding", "0003_candidates_nearby")]

    operations = [
        migrations.RunSQL(DROP_BEFORE, _BEFORE.CREATE),
        migrations.RunSQL(CREATE, DROP),
    ]

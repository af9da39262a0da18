"""The words by which lists of cadres name their columns."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Field(enum.StrEnum):
    """What a column of a list can hold."""

    NUMBER = "number"
    CODE = "code"
    FULL_NAME = "full_name"
    FAMILY_AND_MIDDLE = "family_and_middle"
    GIVEN = "given"
    #: Middle and given names together, as learning platforms export them.
    FIRST = "first"
    BIRTH = "birth"
    GENDER = "gender"
    #: A column that only men, or only women, have a mark, a year or a date of birth in.
    MALE = "male"
    FEMALE = "female"
    TITLE = "title"
    UNIT = "unit"
    PHONE = "phone"
    EMAIL = "email"


#: Fields that name the person; a list has at least one that holds the given name.
NAME_FIELDS = (Field.FULL_NAME, Field.FAMILY_AND_MIDDLE, Field.GIVEN, Field.FIRST)

#: Search keys of headings, without what stands in brackets.
HEADINGS: Mapping[Field, str] = {
    Field.NUMBER: "stt | tt | so tt | so thu tu | no | ordinal | number",
    Field.CODE: (
        "ma can bo | ma cb | ma so can bo | ma so | ma nv | ma nhan vien | ma hoc vien"
        " | cadre code | code | id number | idnumber"
    ),
    Field.FULL_NAME: (
        "ho va ten | ho ten | ho va ten khai sinh | ho ten can bo | ten can bo | ten hoc vien | ho chu dem va ten"
        " | full name | fullname | name"
    ),
    Field.FAMILY_AND_MIDDLE: (
        "ho va ten dem | ho va chu dem | ho dem | ho va dem | ho ten dem | ho lot | ho va ten lot | ho"
        " | last name | lastname | surname | family name"
    ),
    Field.GIVEN: "ten | given name",
    Field.FIRST: "ten dem va ten | first name | firstname",
    Field.BIRTH: (
        "ngay sinh | nam sinh | ngay thang nam sinh | ngay thang sinh | sinh ngay | ngay nam sinh"
        " | date of birth | birth date | birthday | year of birth | birth"
    ),
    Field.GENDER: "gioi tinh | phai | nam nu | gioi | gender | sex",
    Field.MALE: "nam | male",
    Field.FEMALE: "nu | female",
    Field.TITLE: (
        "chuc vu | chuc danh | chuc vu chuc danh | chuc danh chuc vu | chuc vu cong tac | nhiem vu"
        " | position | post | title | job title"
    ),
    Field.UNIT: (
        "don vi | don vi cong tac | ten don vi | noi cong tac | co quan don vi | co quan don vi cong tac | co quan"
        " | co quan cong tac | dia phuong | xa phuong | phuong xa"
        " | unit | workplace | department | organisation | organization"
    ),
    Field.PHONE: (
        "so dien thoai | dien thoai | so dt | sdt | dt | di dong | so di dong | dien thoai di dong"
        " | phone | phone number | mobile | telephone | phone1"
    ),
    Field.EMAIL: (
        "thu dien tu | email | e mail | dia chi email | dia chi thu dien tu | hop thu dien tu | email address"
    ),
}

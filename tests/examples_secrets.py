# ruff: noqa: E501 - an example is read whole on one line
"""Texts that hold a secret, and texts that only speak of one or look like one."""

UUID = "18b8e1f9-4ae7-461c-84ea-8e1f54d1a45e"
SECRETS = (
    "пароль: qwerty", "Пароль: Qwerty123!", "пароль=12345", "пароль - qwerty12", "пароль — Zima2026",
    "мой пароль qwerty", "логин ivan пароль qwerty", "логин/пароль: ivan/qwerty1",
    "пароль от кабинета: qwerty", "пароль от вб qwerty12", "пароль для входа Hjk78dd",
    "вот пароль 123456", "пароль: солнышко", "захожу с паролем Qwe12345", "пин-код: 1234",
    "новый пароль: «Весна2026»", "пароль\u00a0:\u00a0qwerty1", "ПАРОЛЬ: QWERTY", "пароль: qw*rty",
    "password: hunter2", "password=hunter", "my password is hunter2", "pwd: qwerty", "pass: Qwerty1",
    "токен: eyJhbGciOiJFUzI1NiJ9.eyJlbnQiOjEsImlkIjoiMDE5In0.abcDEF123456-_x",
    "eyJhbGciOiJFUzI1NiJ9.eyJlbnQiOjEsImlkIjoiMDE5In0.abcDEF123456-_x", "eyJhbGciOiJFUzI1NiIsInR5cCI",
    f"ключ API {UUID}", f"api ключ: {UUID}", f"Api-Key: {UUID}", f"секретный ключ {UUID}",
    f"Client-Id 12345, Api-Key {UUID}", "токен a1b2c3d4e5f6a7b8", "ключ: 9f8e7d6c5b4a39281706",
    "ключ x8Kd02mQpL5vTz9RbN3wYc7HfJ1sGaEu", "x8Kd02mQpL5vTz9RbN3wYc7HfJ1sGaEu4o6i",
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "sk-proj-4f9d0c2b7a1e8d3c5b6a", f"1:{UUID}:1718:" + "a" * 64,
)  # fmt: skip
HARMLESS = (
    "забыл пароль", "сменили пароль", "сменили пароль вчера", "сменили пароль 04.03",
    "сменили пароль 04.03.2026 в 12:30", "после смены пароля 18123456 не открывается",
    "смена пароля", "сбросил пароль 3 раза", "пароль не подходит", "пароль: не подходит",
    "пароль - не подходит", "Пароль: забыли", "не приходит пароль на почту", "пароль от кабинета",
    "пароль от кабинета не подходит", "забыл пароль Wildberries", "пароль Ozon Seller устарел",
    "пароль WB не принимает", "просит новый пароль каждый день", "восстановление пароля по СМС",
    "сотрудник сменил пароль и уволился", "неверный пароль, код ошибки 401", "ошибка: неверный пароль",
    "пароль: меняли вчера", "парольная защита", "токен не работает", "токен истёк 04.03.2026",
    "Токен новый, права на статистику включены", "токен от 2026-03-04 не принимает", "API отдаёт 401",
    "ключ API не создаётся", "ключ доступа не приходит", "ключевые слова пропали",
    "ключ на 12 товаров", "password reset does not work", "forgot password", "Invalid password: must contain",
    "password incorrect", "18123456", "№ 18-123-456", "заказ 5632423", "отправление 12345678-0001-1",
    "srid v5o_7143225816503318733.0.0", "11.rf9ef11fce1684117b0nhj96222982382.3.0",
    "2fb52cd9e25e52538a5f05994e688ae5", "0f1c3999172603062979867564654dac5b702849",
    "1234567673554519872.0.0", UUID, f"заявка {UUID}", "отчёт 123456789, сумма 12 500,50",
    "артикулы 140158860,140158861,140158862,140158863,140158864,140158865,140158866,140158867",
    "https://seller.wildberries.ru/claims/x8Kd02mQpL5vTz9RbN3wYc7HfJ1sGaEu4o6i",
    "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit",
    "штрихкод 4601234567890", "WB-GI-123456789", "поставка WB-GI-98765432", "модель SM-A525F/DS",
    "пароль", "пароль:", "пароль: ", "пароля нет", "Что с паролем?", "пин-код не приходит",
)  # fmt: skip
